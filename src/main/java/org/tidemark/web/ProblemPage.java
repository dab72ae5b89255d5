package org.tidemark.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.tidemark.protocol.Refusal;

/**
 * What the container itself refuses, as a problem document and not as its page of HTML, which names itself and what
 * went wrong inside. Nothing of the request is repeated.
 */
public class ProblemPage extends HttpServlet {

    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code ? code : 404;
        Problems.answer(request, response, Refusal.ofHttp(status));
    }
}
