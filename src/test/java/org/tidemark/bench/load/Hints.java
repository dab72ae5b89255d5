package org.tidemark.bench.load;

import java.util.concurrent.Flow;

/** Counts what a stream of events says. */
final class Hints implements Flow.Subscriber<String> {

    private final Ledger ledger;

    Hints(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        if (line.startsWith("data:")) {
            ledger.hint();
        }
    }

    @Override
    public void onError(Throwable lost) {
        // The server ends streams after a while; the client would open another one.
    }

    @Override
    public void onComplete() {
        // as above
    }
}
