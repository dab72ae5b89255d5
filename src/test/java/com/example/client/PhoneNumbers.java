package com.example.client;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tidemark.client.ChangeSet;
import org.tidemark.client.LocalRecords;
import org.tidemark.client.PushOutcome;
import org.tidemark.client.Replica;
import org.tidemark.client.ReplicaState;
import org.tidemark.client.Round;
import org.tidemark.client.TidemarkClient;

/**
 * The example of docs/java-client.md: a job that gives each company of a group, where it has no
 * phone number, that of the exchange.
 */
public final class PhoneNumbers {

    private final Replica replica;
    private final LocalRecords records = new LocalRecords();
    private final Path file;

    /** @param file where the job keeps how far it has come */
    public PhoneNumbers(URI api, String user, String password, Path file) throws IOException {
        this.file = file;
        TidemarkClient client = TidemarkClient.basic(api, user, password);
        replica = client.replica(kept(), this::keep);
    }

    /** One run. */
    public PushOutcome run(String group, String phone) throws IOException, InterruptedException {
        replica.repeat(); // A run before this one may have ended without an answer.
        replica.pull(records::take);
        var changes = new ChangeSet();
        records.all("companies")
                .filter(company -> company.fields().getString("name").startsWith(group))
                .filter(company -> company.fields().isNull("phone"))
                .forEach(company -> modify(changes, company, phone));
        return replica.push(changes);
    }

    private static void modify(ChangeSet changes, Round.Upserted company, String phone) {
        JsonObject fields = Json.createObjectBuilder().add("phone", phone).build();
        JsonObject base = Json.createObjectBuilder().addNull("phone").build();
        changes.modify("companies", company.id(), company.version(), fields, base);
    }

    /** The records are in memory alone, so each start pulls them all; the number of the last push is kept. */
    private ReplicaState kept() throws IOException {
        if (!Files.exists(file)) {
            return ReplicaState.fresh();
        }
        try (var reader = Json.createReader(new StringReader(Files.readString(file)))) {
            return ReplicaState.of(reader.readObject()).fromTheStart();
        }
    }

    private void keep(ReplicaState state) {
        try {
            Files.writeString(file, state.toJson().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
