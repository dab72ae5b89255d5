-- Where an old node has updated rows that were numbered already.
update worker set sync_scope = '', sync_version = 0;
