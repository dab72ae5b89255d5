package com.example.fieldservice;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** What replicas have done, for auditors; no replica has it. */
@Entity
@Table(name = "journal")
public class JournalEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "journal_number")
    @SequenceGenerator(name = "journal_number", sequenceName = "journal_number", allocationSize = 1)
    @Column(name = "number")
    private Long number;

    @Column(name = "line")
    private String line;

    protected JournalEntry() {}

    public JournalEntry(String line) {
        this.line = line;
    }

    public String getLine() {
        return line;
    }
}
