package org.tidemark.sync.kinds;

import jakarta.persistence.Cacheable;
import jakarta.persistence.CascadeType;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.spi.AdoptedEntity;
import org.tidemark.spi.Synchronised;
import org.tidemark.sync.Ears;

/** Entities that an application keeps from one request to the next. */
public final class Keeps {

    private Keeps() {}

    @Entity(name = "folder")
    @Cacheable
    @EntityListeners(Ears.class)
    @Synchronised(collection = "folders", scope = "team")
    public static class Folder extends Kind {

        private static final long serialVersionUID = 1L;

        @OneToMany(mappedBy = "folder", cascade = CascadeType.ALL, orphanRemoval = true)
        private List<Sheet> sheets = new ArrayList<>();

        @ElementCollection
        private Set<String> labels = new HashSet<>();

        public List<Sheet> getSheets() {
            return sheets;
        }

        public Set<String> getLabels() {
            return labels;
        }

        public void setLabels(Set<String> labels) {
            this.labels = labels;
        }
    }

    /** Goes where its folder goes. */
    @Entity(name = "sheet")
    @Cacheable
    @EntityListeners(Ears.class)
    @Synchronised(collection = "sheets", scope = "folder")
    public static class Sheet extends Kind {

        private static final long serialVersionUID = 1L;

        @ManyToOne
        private Folder folder;

        public Folder getFolder() {
            return folder;
        }

        public void setFolder(Folder folder) {
            this.folder = folder;
        }
    }

    /** Has a key of its own, and hides from the application's JSON what Tidemark adds. */
    @Entity(name = "visit")
    @EntityListeners(Ears.class)
    @Synchronised(collection = "visits", scope = "team")
    public static class Visit extends AdoptedEntity {

        private static final long serialVersionUID = 1L;

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        private Long id;

        @Version
        private int revision;

        private String team;

        private String note;

        public Long getId() {
            return id;
        }

        /** As JSON makes one: with all that the application shows, and nothing else. */
        public Visit sent() {
            var sent = new Visit();
            sent.id = id;
            sent.revision = revision;
            sent.team = team;
            sent.note = note;
            return sent;
        }

        public String getTeam() {
            return team;
        }

        public void setTeam(String team) {
            this.team = team;
        }

        public String getNote() {
            return note;
        }

        public void setNote(String note) {
            this.note = note;
        }
    }
}
