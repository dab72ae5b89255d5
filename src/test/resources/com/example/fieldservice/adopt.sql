-- docs/adopting.md, step 1: what Tidemark keeps in each row, for tables with rows in them. See there for tables with millions.

alter table technician add sync_id uuid default gen_random_uuid() not null unique;
alter table technician add sync_scope varchar(100) default '' not null;
alter table technician add sync_version bigint default 0 not null;
alter table technician add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table technician add sync_modified_by varchar(200) default 'adoption' not null;
create index technician_sync on technician (sync_scope, sync_version);

alter table service_order add sync_id uuid default gen_random_uuid() not null unique;
alter table service_order add sync_scope varchar(100) default '' not null;
alter table service_order add sync_version bigint default 0 not null;
alter table service_order add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table service_order add sync_modified_by varchar(200) default 'adoption' not null;
create index service_order_sync on service_order (sync_scope, sync_version);

alter table order_line add sync_id uuid default gen_random_uuid() not null unique;
alter table order_line add sync_scope varchar(100) default '' not null;
alter table order_line add sync_version bigint default 0 not null;
alter table order_line add sync_modified_at timestamp(6) with time zone default current_timestamp not null;
alter table order_line add sync_modified_by varchar(200) default 'adoption' not null;
create index order_line_sync on order_line (sync_scope, sync_version);
