package org.tidemark.it.contract;

import static org.tidemark.it.contract.Changes.changes;

import jakarta.json.JsonObject;

/**
 * A conflict ready to be resolved: alice edited what bob had changed meanwhile. {@code server} is what the record is
 * now, at {@code version}; {@code client} is what alice wanted. A side that was deleted is what was there before.
 */
public record Disputed(Replica alice, Replica bob, String conflict, Row server, long version, Row client) {

    public static Disputed modifiedModified(User who) {
        return modifiedModified(who, Sample.company("emea"));
    }

    public static Disputed modifiedModified(User who, Row before) {
        Replica alice = Replica.abreast(who);
        Replica bob = Replica.abreast(User.BOB);
        long base = bob.add(before);
        alice.pull();
        Row his = before.with("phone", "+47 22 22 22 22");
        Row hers = before.with("phone", "+47 11 11 11 11");
        long version = bob.modify(before, base, his);
        Outcomes outcomes = alice.push(changes().modify(before, base, hers));
        return new Disputed(alice, bob, id(outcomes.conflict(hers, "modified-modified")), his, version, hers);
    }

    /** Alice edited what bob had deleted. */
    public static Disputed modifiedDeleted() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        Row before = Sample.company("emea");
        long base = bob.add(before);
        alice.pull();
        bob.delete(before, base);
        Row hers = before.with("phone", "+47 11 11 11 11");
        JsonObject conflict = alice.push(changes().modify(before, base, hers)).conflict(hers, "modified-deleted");
        return new Disputed(alice, bob, id(conflict), before, Body.version(conflict.getJsonObject("server")), hers);
    }

    /** Alice deleted what bob had edited. */
    public static Disputed deletedModified() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        Row before = Sample.company("emea");
        long base = bob.add(before);
        alice.pull();
        Row his = before.with("phone", "+47 22 22 22 22");
        long version = bob.modify(before, base, his);
        JsonObject conflict = alice.push(changes().delete(before, base)).conflict(before, "deleted-modified");
        return new Disputed(alice, bob, id(conflict), his, version, before);
    }

    /** Both added a record under one id. */
    public static Disputed addedAdded() {
        Replica alice = Replica.abreast(User.ALICE);
        Replica bob = Replica.abreast(User.BOB);
        Row his = Sample.company("emea");
        Row hers = his.with("phone", "+47 11 11 11 11");
        long version = bob.add(his);
        JsonObject conflict = alice.push(changes().add(hers)).conflict(hers, "added-added");
        return new Disputed(alice, bob, id(conflict), his, version, hers);
    }

    public boolean isOpen() {
        return new Desk(alice.user())
                .find("status=open&replica=" + alice.id(), conflict)
                .isPresent();
    }

    /** The record moves on after the conflict was detected; gives its new version. */
    public long moveOn(Row to) {
        return bob.modify(server, version, to);
    }

    private static String id(JsonObject conflict) {
        return conflict.getString("id");
    }
}
