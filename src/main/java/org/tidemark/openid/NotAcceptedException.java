package org.tidemark.openid;

/** A token, or the provider's answer to a sign-in, that signs nobody in. The message holds nothing of the token. */
public final class NotAcceptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotAcceptedException(String message) {
        super(message);
    }

    NotAcceptedException(String message, Throwable cause) {
        super(message, cause);
    }
}
