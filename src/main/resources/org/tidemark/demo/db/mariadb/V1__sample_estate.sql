-- The sample estate, as ../common has it, in the types of MariaDB.

create table company (
    id               uuid          not null primary key,
    sync_scope       varchar(100)  not null,
    sync_version     bigint        not null,
    sync_modified_at datetime(6) not null,
    sync_modified_by varchar(200)  not null,
    sync_lock        bigint        not null default 0,
    name             varchar(200)  not null,
    vat_number       varchar(20),
    region           varchar(20)   not null,
    phone            varchar(40),
    email            varchar(200),
    street           varchar(200),
    city             varchar(100),
    postal_code      varchar(20),
    country          varchar(100),
    employees        integer,
    annual_revenue   numeric(15, 2),
    founded          date,
    notes            varchar(4000),
    constraint company_vat_number unique (vat_number)
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create unique index company_sync on company (sync_scope, sync_version);

create table contact (
    id               uuid         not null primary key,
    sync_scope       varchar(100) not null,
    sync_version     bigint       not null,
    sync_modified_at datetime(6) not null,
    sync_modified_by varchar(200) not null,
    sync_lock        bigint       not null default 0,
    company          uuid         not null,
    name             varchar(200) not null,
    role             varchar(100),
    phone            varchar(40),
    email            varchar(200),
    constraint contact_company foreign key (company) references company (id)
) engine InnoDB character set utf8mb4 collate utf8mb4_nopad_bin;
create unique index contact_sync on contact (sync_scope, sync_version);
create index contact_of_company on contact (company);
