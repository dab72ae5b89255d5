-- ${collection}: the table ${table}
-- What is written before a row is written may come to nothing (insert ignore, on duplicate key update). So the number is given before, and
-- what follows from it is done after, if @tidemark_${name} says so: the scope that a record has left, or '' if it is new.

-- What has been made so far is incomplete, as the start-up check says.
drop procedure if exists tidemark_digest_${name};

create or replace trigger tidemark_inserted_${name} after insert on ${table} for each row
begin
  if @tidemark_${name} is not null then
    call tidemark_arrive(new.${scope}, '${collection}', new.${id});
  end if;
end;

create or replace trigger tidemark_updated_${name} after update on ${table} for each row
begin
  declare was varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin default @tidemark_${name};
  -- It runs for a row too that UPDATE IGNORE has left as it was.
  if was is not null and exists (select 1 from ${table} r where r.${id} = new.${id} and r.${version} = new.${version}) then
    if was <> '' then
      call tidemark_leave(was, '${collection}', new.${id}, 0, false);
      update tidemark_conflict set scope = new.${scope}, told_in = ''
        where collection = '${collection}' and record = new.${id} and status = 'OPEN';
    end if;
    call tidemark_arrive(new.${scope}, '${collection}', new.${id});${follow}
  end if;
end;

-- Tidemark itself writes a tombstone with a number of its own, before or after.
create or replace trigger tidemark_deleted_${name} after delete on ${table} for each row
begin
  if ${if_old}old.${version} > 0 and not exists (select 1 from tidemark_tombstone t
      where t.collection = '${collection}' and t.record = old.${id} and t.scope = old.${scope} and t.version > old.${version}) then
    call tidemark_leave(old.${scope}, '${collection}', old.${id}, old.${version}, true);
  end if;
end;

${cascade}-- A version above 0 comes from Tidemark with the number; one below, from JPA code, which is numbered when it commits.
create or replace trigger tidemark_insert_${name} before insert on ${table} for each row
begin
  declare goal varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin;
  declare previous, number bigint;
  set @tidemark_${name} = null;
  if ${if_new}coalesce(new.${version}, 0) = 0 then
    set new.${id} = coalesce(new.${id}, uuid()), new.${at} = utc_timestamp(6);
    set goal = nullif(${scope_of_new}, '');
    if goal is null then
      set new.${scope} = '', new.${version} = -1 - floor(rand() * 9000000000000000), new.${by} = '';
    else
      -- What it had before: it may have been deleted, and REPLACE deletes it after this.
      select greatest(coalesce(max(t.version), 0), coalesce((select max(r.${version}) from ${table} r where r.${id} = new.${id}), 0))
        into previous from tidemark_tombstone t where t.collection = '${collection}' and t.record = new.${id} for update;
      call tidemark_next(goal, previous, number);
      set new.${scope} = goal, new.${version} = number, new.${by} = tidemark_user();
      set @tidemark_${name} = '';
    end if;
  end if;
end;

-- A higher version comes from Tidemark with the number. A lower one is what the row once was (written by an object-relational mapper, say);
-- 0 asks for a number even if nothing else changes.
create or replace trigger tidemark_update_${name} before update on ${table} for each row
begin
  declare was varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin default old.${scope};
  declare goal varchar(100) character set utf8mb4 collate utf8mb4_nopad_bin;
  declare previous bigint default old.${version};
  declare number bigint;
  declare is_written boolean;
  set @tidemark_${name} = null;
  if ${if_new}not new.${id} <=> old.${id} then
    signal sqlstate '23000'
      set message_text = 'the id by which replicas know a record of ${collection} never changes: delete it, and insert another';
  end if;${cascade_of_update}
  if ${if_new}coalesce(new.${version}, 0) <= greatest(old.${version}, 0) then
    set is_written = new.${version} <=> 0 or not (${same});
    set new.${scope} = old.${scope}, new.${version} = old.${version}, new.${at} = old.${at}, new.${by} = old.${by};
    set goal = nullif(${scope_of_new}, '');
    if goal is null and old.${version} > 0 then
      signal sqlstate '23000' set message_text = 'a record of ${collection} has no scope: its ${scope_attribute} is null';
    end if;
    if goal is not null and (is_written or goal <> was) then
      if old.${version} <= 0 then
        select coalesce(max(t.version), 0)
          into previous from tidemark_tombstone t where t.collection = '${collection}' and t.record = new.${id} for update;
        set @tidemark_${name} = '';
      elseif goal <> was then
        if was < goal then -- two who move records against each other take the clocks in one order
          select c.version into number from tidemark_clock c where c.scope = was for update;
        end if;
        set @tidemark_${name} = was;
      end if;
      call tidemark_next(goal, previous, number);
      set new.${scope} = goal, new.${version} = number, new.${at} = utc_timestamp(6), new.${by} = tidemark_user();
    end if;
  end if;
end;
