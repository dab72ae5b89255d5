package org.tidemark.mapping.field;

import java.util.List;

/**
 * Entities are declared, or their database is set up, in a way that cannot work. Thrown while the application starts;
 * each sentence tells a mistake and its cure.
 */
public class InvalidMappingException extends RuntimeException {

    private static final long serialVersionUID = 2L;

    private final String[] sentences;

    public InvalidMappingException(String sentence) {
        this(List.of(sentence));
    }

    public InvalidMappingException(List<String> sentences) {
        super(
                sentences.size() == 1
                        ? sentences.get(0)
                        : sentences.size() + " mistakes in the application:\n- " + String.join("\n- ", sentences));
        this.sentences = sentences.toArray(String[]::new);
    }

    public List<String> sentences() {
        return List.of(sentences);
    }
}
