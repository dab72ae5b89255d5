-- What the estate has made since Tidemark came: an entity that extends SyncedEntity, and a journal of what replicas do.
create table appointment (
    id               uuid         not null primary key,
    sync_scope       varchar(100) not null,
    sync_version     bigint       not null,
    sync_modified_at timestamp(6) with time zone not null,
    sync_modified_by varchar(200) not null,
    sync_lock        bigint       not null default 0,
    district         varchar(20)  not null,
    service_order    bigint       references service_order (id),
    begins           integer      not null,
    ends             integer      not null,
    hours            integer      not null,
    note             varchar(40),
    contact          varchar(40) unique,
    discount         integer      not null,
    closed           boolean      not null,
    opened_by        varchar(40),
    stamp            varchar(40)  default 'by the database'
);
create index appointment_sync on appointment (sync_scope, sync_version);

create sequence journal_number;
create table journal (
    number bigint       not null primary key,
    line   varchar(200) not null
);

-- Whose rights are withdrawn at once.
create table suspension (
    person varchar(40) not null primary key
);
