package org.tidemark.openid;

/** The provider does not answer, or not as a provider does. It says nothing about the user: worth another try. */
public final class ProviderAwayException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProviderAwayException(String message) {
        super(message);
    }

    ProviderAwayException(String message, Throwable cause) {
        super(message, cause);
    }
}
