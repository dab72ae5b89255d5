package org.tidemark.openid;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a token that was verified says of the user. */
record Claims(String subject, String user, Set<String> roles) {

    /** As the database keeps a user's name. */
    private static final int LONGEST_NAME = 200;

    static Claims of(JWTClaimsSet token, Client client) {
        if (!(find(token.getClaims(), client.nameClaim()).orElse(null) instanceof String user) || !isName(user)) {
            throw new NotAcceptedException("the token has no name of a user in its claim " + client.nameClaim());
        }
        return new Claims(
                token.getSubject(),
                user,
                find(token.getClaims(), client.rolesClaim()).map(Claims::texts).orElse(Set.of()));
    }

    private static boolean isName(String text) {
        return !text.isBlank() && text.length() <= LONGEST_NAME && text.chars().noneMatch(Character::isISOControl);
    }

    /** Some providers have claims with points in their names, which are addresses; others have objects. */
    private static Optional<Object> find(Map<?, ?> claims, String path) {
        Object found = claims.get(path);
        if (found != null) {
            return Optional.of(found);
        }
        int point = path.indexOf('.');
        return point > 0 && claims.get(path.substring(0, point)) instanceof Map<?, ?> inner
                ? find(inner, path.substring(point + 1))
                : Optional.empty();
    }

    private static Set<String> texts(Object claim) {
        Stream<?> values = claim instanceof Collection<?> many ? many.stream() : Stream.of(claim);
        return values.filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(Claims::isName)
                .collect(Collectors.toUnmodifiableSet());
    }
}
