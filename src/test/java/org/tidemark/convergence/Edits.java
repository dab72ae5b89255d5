package org.tidemark.convergence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What users write. Every value is new in the world, so that its way can be followed. */
public final class Edits {
    private static final List<String> COMPANY = List.of("name", "phone", "notes");
    private static final List<String> CONTACT = List.of("name", "role", "phone");

    private final World world;
    private int companies;
    private int contacts;

    Edits(World world) {
        this.world = world;
    }

    /** The keys that a replica shows, of one collection or (any) of both, in order. */
    private List<String> keys(int replica, String collection) {
        List<String> keys = new ArrayList<>();
        world.replica(replica).look().shown().keySet().forEach(key -> {
            if (key.startsWith(collection)) {
                keys.add(key);
            }
        });
        return keys;
    }

    private String pick(int replica, String collection, int pick) {
        List<String> keys = keys(replica, collection);
        return keys.isEmpty() ? null : keys.get(pick % keys.size());
    }

    void addCompany(int replica, String scope) {
        Map<String, String> fields = new HashMap<>();
        COMPANY.forEach(field -> fields.put(field, world.token()));
        fields.put("region", scope);
        fields.put("vatNumber", world.token());
        add(replica, "c" + ++companies, fields);
    }

    void addContact(int replica, int company) {
        String parent = pick(replica, "c", company);
        if (parent != null) {
            Map<String, String> fields = new HashMap<>();
            CONTACT.forEach(field -> fields.put(field, world.token()));
            fields.put("company", parent);
            add(replica, "k" + ++contacts, fields);
        }
    }

    private void add(int replica, String key, Map<String, String> fields) {
        world.witness().wrote(index(replica), key, null, fields);
        world.replica(replica).add(key, fields);
        world.look(replica);
    }

    void modify(int replica, int record, int mask) {
        String key = pick(replica, "", record);
        if (key != null) {
            List<String> names = Wire.isCompany(key) ? COMPANY : CONTACT;
            Map<String, String> fields = new HashMap<>();
            for (int n = 0; n < names.size(); n++) {
                if ((mask >> n & 1) == 1) {
                    fields.put(names.get(n), world.token());
                }
            }
            write(replica, key, fields);
        }
    }

    void append(int replica, int record) {
        String key = pick(replica, "", record);
        if (key != null) {
            String list = Wire.list(key);
            String now = world.replica(replica).look().shown().get(key).get(list);
            write(replica, key, Map.of(list, Wire.appended(now, world.token())));
        }
    }

    void move(int replica, int company, String scope) {
        String key = pick(replica, "c", company);
        if (key != null) {
            write(replica, key, Map.of("region", scope, "notes", world.token()));
        }
    }

    void reparent(int replica, int contact, int company) {
        String key = pick(replica, "k", contact);
        String parent = pick(replica, "c", company);
        if (key != null && parent != null) {
            write(replica, key, Map.of("company", parent, "role", world.token()));
        }
    }

    void poison(int replica, int record) {
        String key = pick(replica, "", record);
        if (key != null) {
            write(replica, key, Map.of("name", ""));
        }
    }

    void sameVat(int replica, int company, int source) {
        String key = pick(replica, "c", company);
        String from = pick(replica, "c", source);
        if (key != null) {
            Map<String, String> other = world.replica(replica).look().shown().get(from);
            String number = other == null ? world.token() : other.get("vatNumber");
            write(replica, key, Map.of("vatNumber", number, "phone", world.token()));
        }
    }

    private void write(int replica, String key, Map<String, String> fields) {
        Map<String, String> before = world.replica(replica).modify(key, fields);
        if (before != null) {
            world.witness().wrote(index(replica), key, Map.copyOf(before), fields);
        }
        world.look(replica);
    }

    void delete(int replica, int record) {
        String key = pick(replica, "", record);
        if (key != null) {
            Map<String, String> before = world.replica(replica).delete(key);
            if (before != null) {
                world.witness().deleted(index(replica), key, Map.copyOf(before));
            }
            world.look(replica);
        }
    }

    private int index(int replica) {
        return replica % world.replicas().size();
    }
}
