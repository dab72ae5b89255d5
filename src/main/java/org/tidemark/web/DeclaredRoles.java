package org.tidemark.web;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The roles that web.xml and the fragments of the libraries declare. What annotations and an EAR declare is not among
 * them.
 */
public final class DeclaredRoles {

    private static final System.Logger LOG = System.getLogger(DeclaredRoles.class.getName());

    private DeclaredRoles() {}

    public static Set<String> of(ServletContext application) {
        Set<String> roles = new HashSet<>();
        try {
            try (InputStream descriptor = application.getResourceAsStream("/WEB-INF/web.xml")) {
                read(descriptor, roles);
            }
            for (URL fragment :
                    Collections.list(application.getClassLoader().getResources("META-INF/web-fragment.xml"))) {
                try (InputStream descriptor = fragment.openStream()) {
                    read(descriptor, roles);
                }
            }
        } catch (IOException | XMLStreamException unreadable) {
            LOG.log(System.Logger.Level.DEBUG, "the server has read it, and we cannot", unreadable);
        }
        return roles;
    }

    private static void read(InputStream descriptor, Set<String> roles) throws XMLStreamException {
        if (descriptor == null) {
            return;
        }
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        XMLStreamReader xml = factory.createXMLStreamReader(descriptor);
        boolean isRole = false;
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT) {
                if (xml.getLocalName().equals("security-role")) {
                    isRole = true;
                } else if (isRole && xml.getLocalName().equals("role-name")) {
                    roles.add(xml.getElementText().strip());
                }
            } else if (event == XMLStreamReader.END_ELEMENT
                    && xml.getLocalName().equals("security-role")) {
                isRole = false;
            }
        }
    }
}
