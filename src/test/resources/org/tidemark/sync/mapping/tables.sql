create sequence machine_id;
create table visit (id uuid primary key,
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, sync_lock bigint not null, team varchar(100), street varchar(100), city varchar(100),
  begins integer not null, ends integer not null, opened_by varchar(100), stamp varchar(100) default 'by the database');
create table machine (id bigint primary key, sync_id uuid not null unique,
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, opt_lock integer, team varchar(100), name varchar(100));
create table machine_skill (machine bigint not null references machine (id), skill varchar(100) not null);
create table machine_step (machine bigint not null references machine (id), place integer not null, minutes bigint not null);
create table part (code varchar(40) primary key, sync_id uuid not null unique,
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, revision smallint, machine bigint references machine (id));
create table everything (id uuid primary key,
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, sync_lock bigint not null, team varchar(100), flag boolean not null, small smallint,
  whole integer not null, huge bigint, giant numeric(30), real_number double precision, price numeric(15, 2),
  colour varchar(10), on_day date, moment timestamp(6), happened timestamp(6) with time zone, raw varbinary(1000),
  money varchar(40), city varchar(100), since date, secret varchar(100), computed varchar(100) default 'by the database',
  other uuid references everything (id), machine bigint references machine (id));
create table vehicle (id uuid primary key, dtype varchar(31),
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, sync_lock bigint not null, team varchar(100));
create table truck (id uuid primary key references vehicle (id), axles integer not null);
create table shape (id uuid primary key, kind varchar(31),
  sync_scope varchar(100) not null, sync_version bigint not null, sync_modified_at timestamp(6) with time zone not null,
  sync_modified_by varchar(200) not null, sync_lock bigint not null, team varchar(100), radius integer, side integer);
