package org.tidemark.demo;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tidemark.protocol.Refusal;
import org.tidemark.web.Problems;

/** The 401 of docs/protocol.md; as a servlet it is the error page that replaces a container's own, see web.xml. */
@WebServlet(urlPatterns = "/unauthenticated", asyncSupported = true)
public class Unauthenticated extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        answer(request, response, "Nobody is signed in, or user or password is wrong.");
    }

    static void answer(HttpServletRequest request, HttpServletResponse response, String detail) throws IOException {
        response.setHeader("WWW-Authenticate", challenge(request));
        Problems.answer(request, response, Refusal.unauthenticated(detail));
    }

    private static String challenge(HttpServletRequest request) {
        if (isSentByScript(request)) {
            return "Session realm=\"Tidemark\"";
        }
        return DemoMode.isOpenId() ? "Bearer realm=\"Tidemark\"" : "Basic realm=\"Tidemark\", charset=\"UTF-8\"";
    }

    /**
     * Challenged with Basic, a browser would ask for a password in a window of its own, over the page's sign-in form.
     * Old browsers send no {@code Sec-Fetch-Mode}, nor does any over plain HTTP from another machine.
     */
    private static boolean isSentByScript(HttpServletRequest request) {
        String mode = request.getHeader("Sec-Fetch-Mode");
        return mode != null && !mode.equals("navigate")
                || request.getHeader("Origin") != null
                || request.getHeader("X-Requested-With") != null;
    }
}
