package org.tidemark.mapping;

import java.util.Locale;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.ImplicitCollectionTableNameSource;
import org.hibernate.boot.model.naming.ImplicitEntityNameSource;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyJpaCompliantImpl;

/**
 * Tables that no {@code @Table} names are called as EclipseLink calls them, in capitals: on Linux MariaDB sees a
 * difference.
 */
public class EclipseLinkNames extends ImplicitNamingStrategyJpaCompliantImpl {

    private static final long serialVersionUID = 1L;

    @Override
    public Identifier determinePrimaryTableName(ImplicitEntityNameSource source) {
        return capitals(super.determinePrimaryTableName(source));
    }

    @Override
    public Identifier determineCollectionTableName(ImplicitCollectionTableNameSource source) {
        return capitals(super.determineCollectionTableName(source));
    }

    private static Identifier capitals(Identifier name) {
        return Identifier.toIdentifier(name.getText().toUpperCase(Locale.ROOT), name.isQuoted());
    }
}
