drop trigger if exists tidemark_await_${name} on ${table};
create trigger tidemark_await_${name} before insert on ${table} for each row
  when (${if_new}(new.${version} is null or new.${version} <= 0)) execute function tidemark_await_${name}();

drop trigger if exists tidemark_keep_${name} on ${table};
create trigger tidemark_keep_${name} before update on ${table} for each row
  when (${if_new}(new.${version} < old.${version} or new.${id} <> old.${id})) execute function tidemark_keep_${name}();

drop trigger if exists tidemark_note_insert_${name} on ${table};
create trigger tidemark_note_insert_${name} after insert on ${table} for each row
  when (${if_new}new.${version} <= 0) execute function tidemark_note_${name}();

drop trigger if exists tidemark_note_update_${name} on ${table};
create trigger tidemark_note_update_${name} after update on ${table} for each row
  when (${if_new}new.${version} = old.${version} and new *<> old) execute function tidemark_note_${name}();

drop trigger if exists tidemark_note_delete_${name} on ${table};
create trigger tidemark_note_delete_${name} after delete on ${table} for each row
  when (${if_old}old.${version} > 0) execute function tidemark_note_${name}();

drop trigger if exists tidemark_insert_${name} on ${table};
create constraint trigger tidemark_insert_${name} after insert on ${table} deferrable initially deferred for each row
  when (${if_new}new.${version} <= 0) execute function tidemark_commit_${name}();

drop trigger if exists tidemark_update_${name} on ${table};
create constraint trigger tidemark_update_${name} after update on ${table} deferrable initially deferred for each row
  when (${if_new}new.${version} = old.${version} and new *<> old) execute function tidemark_commit_${name}();

drop trigger if exists tidemark_delete_${name} on ${table};
create constraint trigger tidemark_delete_${name} after delete on ${table} deferrable initially deferred for each row
  when (${if_old}old.${version} > 0) execute function tidemark_commit_${name}();

drop trigger if exists tidemark_truncate on ${table};
create trigger tidemark_truncate before truncate on ${table} for each statement execute function tidemark_refuse_truncate();
