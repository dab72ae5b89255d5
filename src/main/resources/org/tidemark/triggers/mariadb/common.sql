-- What the triggers of all tables have in common. They cannot wait for the end of the transaction, so that a row gets its number at once,
-- on the clock of its scope, which is locked from then on until the commit: no pull steps over the row.

-- Who writes: set @tidemark_writer = '...', or else the user who has connected.
create or replace function tidemark_user() returns varchar(200) character set utf8mb4
reads sql data
begin
  return left(coalesce(nullif(@tidemark_writer, ''), substring_index(user(), '@', 1)), 200);
end;

-- The next number of a scope, above the last one of the record. A new scope is looked for without a lock, since that would be one on a
-- gap, for which others wait, and those for us.
create or replace procedure tidemark_next(
  in needed varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin, in previous bigint, out number bigint)
modifies sql data
begin
  if not exists (select 1 from tidemark_clock c where c.scope = needed) then
    insert into tidemark_clock (scope, version, horizon)
      values (needed, coalesce((select max(s.origin) from tidemark_server s), 0), 0)
      on duplicate key update horizon = tidemark_clock.horizon;
  end if;
  update tidemark_clock c set c.version = greatest(c.version, previous) + 1 where c.scope = needed;
  select c.version into number from tidemark_clock c where c.scope = needed;
end;

-- A record has left a scope: deleted, or gone to another one.
create or replace procedure tidemark_leave(
  in left_scope varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
  in of_collection varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
  in gone uuid, in previous bigint, in is_deleted boolean)
modifies sql data
begin
  declare number bigint;
  call tidemark_next(left_scope, previous, number);
  insert into tidemark_tombstone (scope, collection, record, version, deleted, left_at, left_by)
    values (left_scope, of_collection, gone, number, is_deleted, utc_timestamp(6), tidemark_user())
    on duplicate key update version = values(version), deleted = values(deleted), left_at = values(left_at), left_by = values(left_by);
end;

-- A record is in a scope: it has no trace there, and what was its deletion elsewhere is a departure now.
create or replace procedure tidemark_arrive(
  in new_scope varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
  in of_collection varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin,
  in arrived uuid)
modifies sql data
begin
  delete from tidemark_tombstone where collection = of_collection and record = arrived and scope = new_scope;
  update tidemark_tombstone set deleted = false where collection = of_collection and record = arrived and deleted;
end;
