-- The columns of the recipes in docs/adopting.md, in PostgreSQL's words.

-- A superclass adds a column to every table below it.
alter table worker add revision int default 0 not null;
alter table worker add sync_id uuid default gen_random_uuid() not null unique;
alter table worker add sync_scope varchar(100) default '' not null;
alter table worker add sync_version bigint default 0 not null;
alter table worker add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table worker add sync_modified_by varchar(200) default 'adoption' not null;
create index worker_sync on worker (sync_scope, sync_version);

-- A UUID that is there already becomes the id.
update skill set external_id = gen_random_uuid() where external_id is null;
alter table skill alter column external_id set default gen_random_uuid();
alter table skill alter column external_id set not null;
alter table skill add unique (external_id);

alter table skill add revision int default 0 not null;
alter table skill add sync_scope varchar(100) default '' not null;
alter table skill add sync_version bigint default 0 not null;
alter table skill add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table skill add sync_modified_by varchar(200) default 'adoption' not null;
create index skill_sync on skill (sync_scope, sync_version);

-- Everybody reads it.
alter table skill add audience varchar(100) default 'ALL' not null;

-- The table of a many-to-many relation.
alter table worker_skill add id uuid default gen_random_uuid() not null unique;
alter table worker_skill add sync_lock bigint default 0 not null;
alter table worker_skill add sync_scope varchar(100) default '' not null;
alter table worker_skill add sync_version bigint default 0 not null;
alter table worker_skill add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table worker_skill add sync_modified_by varchar(200) default 'adoption' not null;
create index worker_skill_sync on worker_skill (sync_scope, sync_version);
