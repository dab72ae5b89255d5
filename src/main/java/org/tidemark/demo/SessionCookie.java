package org.tidemark.demo;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.SessionCookieConfig;
import jakarta.servlet.annotation.WebListener;
import org.tidemark.config.Setting;

/**
 * No request that another site causes is signed in. Neither WildFly nor Payara reads this attribute from web.xml;
 * WildFly takes it from here, Payara from payara-web.xml.
 */
@WebListener
public class SessionCookie implements ServletContextListener {

    @Override
    public void contextInitialized(ServletContextEvent event) {
        SessionCookieConfig cookie = event.getServletContext().getSessionCookieConfig();
        cookie.setAttribute("SameSite", "Strict");
        // Where TLS ends at the server itself it does this alone.
        if (Setting.HTTPS.isOn()) {
            cookie.setSecure(true);
        }
    }
}
