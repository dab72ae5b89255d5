package org.tidemark.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tidemark.mapping.field.InvalidMappingException;

/** What is wrong with the entities, so that one attempt to deploy them shows all of it. Not threadsafe. */
final class MappingProblems {

    private final List<String> sentences = new ArrayList<>();

    void add(String sentence) {
        if (!sentences.contains(sentence)) { // what a superclass declares is seen once for each class below it
            sentences.add(sentence);
        }
    }

    /** The step's result, unless it finds a mistake. */
    <T> Optional<T> check(Supplier<T> step) {
        try {
            return Optional.ofNullable(step.get());
        } catch (InvalidMappingException e) {
            e.sentences().forEach(this::add);
            return Optional.empty();
        }
    }

    int count() {
        return sentences.size();
    }

    void throwIfAny() {
        if (!sentences.isEmpty()) {
            throw new InvalidMappingException(sentences);
        }
    }
}
