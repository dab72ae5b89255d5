package org.tidemark.convergence;

/**
 * One step of a history, as data: printed on one line, taken out when a history shrinks, performed by any driver. Picks
 * are numbers taken modulo what there is to pick from at that moment, so that an action keeps a meaning when others
 * before it are taken away.
 */
public sealed interface Action {

    void perform(World world);

    // What users do.

    record AddCompany(int replica, String scope) implements Action {
        @Override
        public void perform(World world) {
            world.edits().addCompany(replica, scope);
        }
    }

    record AddContact(int replica, int company) implements Action {
        @Override
        public void perform(World world) {
            world.edits().addContact(replica, company);
        }
    }

    /** Writes the fields whose bits are set. */
    record Modify(int replica, int record, int fields) implements Action {
        @Override
        public void perform(World world) {
            world.edits().modify(replica, record, fields);
        }
    }

    record Move(int replica, int company, String scope) implements Action {
        @Override
        public void perform(World world) {
            world.edits().move(replica, company, scope);
        }
    }

    record Reparent(int replica, int contact, int company) implements Action {
        @Override
        public void perform(World world) {
            world.edits().reparent(replica, contact, company);
        }
    }

    record Delete(int replica, int record) implements Action {
        @Override
        public void perform(World world) {
            world.edits().delete(replica, record);
        }
    }

    /** Writes what validation refuses. */
    record Poison(int replica, int record) implements Action {
        @Override
        public void perform(World world) {
            world.edits().poison(replica, record);
        }
    }

    /** Writes a number that another company has: the database refuses it. */
    record SameVat(int replica, int company, int other) implements Action {
        @Override
        public void perform(World world) {
            world.edits().sameVat(replica, company, other);
        }
    }

    record Resolve(int replica, int conflict, String outcome, boolean stale) implements Action {
        @Override
        public void perform(World world) {
            world.decisions().resolve(replica, conflict, outcome, stale);
        }
    }

    record Discard(int replica, int record) implements Action {
        @Override
        public void perform(World world) {
            world.decisions().discard(replica, record);
        }
    }

    record Desk(int conflict, String outcome, boolean stale) implements Action {
        @Override
        public void perform(World world) {
            world.decisions().desk(conflict, outcome, stale);
        }
    }

    /** Appends to the list that a record has. */
    record Append(int replica, int record) implements Action {
        @Override
        public void perform(World world) {
            world.edits().append(replica, record);
        }
    }

    // What other programs do.

    /** @param scope where the companies among them move; null if they stay */
    record Estate(int first, int second, String scope, boolean appends) implements Action {
        @Override
        public void perform(World world) {
            world.estate(first, second, scope, appends);
        }
    }

    record Sql(int first, int second, String scope, boolean appends, boolean atOnce) implements Action {
        @Override
        public void perform(World world) {
            world.sql(first, second, scope, appends, atOnce);
        }
    }

    record SqlDelete(int first, int second, boolean atOnce) implements Action {
        @Override
        public void perform(World world) {
            world.sqlDelete(first, second, atOnce);
        }
    }

    // What syncs do.

    record Sync(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.sync(replica);
        }
    }

    /** A sync from beginning to end, with nothing in between. */
    record SyncThrough(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.sync(replica);
            world.pace().finish(replica);
        }
    }

    /** Lets so many things go on, anywhere: a message, a statement, a local step. */
    record Go(int pick, int times) implements Action {
        @Override
        public void perform(World world) {
            world.pace().go(pick, times);
        }
    }

    // What goes wrong.

    record Lose(int message) implements Action {
        @Override
        public void perform(World world) {
            world.lose(message);
        }
    }

    record Double(int message) implements Action {
        @Override
        public void perform(World world) {
            world.copy(message);
        }
    }

    /** A replica stops waiting, while its request is still on its way. */
    record GiveUp(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.giveUp(replica);
        }
    }

    record CrashClient(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.crashClient(replica);
        }
    }

    /** What the replica's disk has now will survive a power cut. */
    record Flush(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.replica(replica).flush();
        }
    }

    /** The device loses its power, and with it what was written since the last flush. */
    record PowerCut(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.powerCut(replica);
        }
    }

    /** The steward takes a replica out of service. */
    record Withdraw(int replica) implements Action {
        @Override
        public void perform(World world) {
            world.withdraw(replica);
        }
    }

    record CrashServer() implements Action {
        @Override
        public void perform(World world) {
            world.crashServer();
        }
    }

    record Backup() implements Action {
        @Override
        public void perform(World world) {
            world.backup();
        }
    }

    record Restore() implements Action {
        @Override
        public void perform(World world) {
            world.restore();
        }
    }

    record Purge(long age) implements Action {
        @Override
        public void perform(World world) {
            world.purge(age);
        }
    }

    /** A wall clock is set anew: the server's where {@code who} is 0, otherwise that of a replica. */
    record ClockJump(int who, int days) implements Action {
        @Override
        public void perform(World world) {
            world.clock(who, days);
        }
    }

    record Grant(String user, String scope) implements Action {
        @Override
        public void perform(World world) {
            world.right(user, scope, true);
        }
    }

    record Revoke(String user, String scope) implements Action {
        @Override
        public void perform(World world) {
            world.right(user, scope, false);
        }
    }

    /** Faults stop, everybody synchronises and decides until nothing changes any more. */
    record Rest(int pick) implements Action {
        @Override
        public void perform(World world) {
            new Settlement(world, pick).run();
        }
    }
}
