package org.tidemark.sync.kinds;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.PreUpdate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tidemark.spi.Synchronised;

/** Collections of values. */
public final class Elements {

    private Elements() {}

    public static final class Heard {
        public static int updates;

        @PreUpdate
        void updated(Object record) {
            updates++;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `Set`",
            created = "{'team': 'red', 'tags': ['a', 'b']}",
            changed = "{'tags': ['b', 'c', 'd']}",
            other = "{'tags': []}")
    @Entity(name = "tagged")
    @Synchronised(collection = "tagged", scope = "team")
    @EntityListeners(Elements.Heard.class)
    public static class Tagged extends Kind {
        @ElementCollection
        @CollectionTable(name = "tagged_tags")
        private Set<String> tags = new HashSet<>();

        public Set<String> getTags() {
            return tags;
        }

        public void setTags(Set<String> tags) {
            this.tags = tags;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `List` with `@OrderColumn`",
            butNot = {"eclipselink", "eclipselink on PostgreSQL", "eclipselink on MariaDB"},
            created = "{'team': 'red', 'steps': [3, 1, 3]}",
            changed = "{'steps': [1]}",
            other = "{'steps': []}")
    @Entity(name = "listed")
    @Synchronised(collection = "listed", scope = "team")
    public static class Listed extends Kind {
        @ElementCollection
        @OrderColumn(name = "place")
        @CollectionTable(name = "listed_steps")
        private List<Integer> steps = new ArrayList<>();

        public List<Integer> getSteps() {
            return steps;
        }

        public void setSteps(List<Integer> steps) {
            this.steps = steps;
        }
    }

    @Works(
            row = "`@ElementCollection` of basic values, a `List` without order",
            created = "{'team': 'red', 'colours': ['GREEN', 'RED', 'RED']}",
            changed = "{'colours': ['RED']}",
            other = "{'colours': ['GREEN']}")
    @Entity(name = "counted")
    @Synchronised(collection = "counted", scope = "team")
    public static class Counted extends Kind {
        @ElementCollection
        @CollectionTable(name = "counted_colours")
        @Enumerated(EnumType.STRING)
        private List<Texts.Colour> colours = new ArrayList<>();

        public List<Texts.Colour> getColours() {
            return colours;
        }

        public void setColours(List<Texts.Colour> colours) {
            this.colours = colours;
        }
    }
}
