import java.io.IOException;

/**
 * The server's process: Payara Micro, from the class path, as long as whoever started it lives. The starter holds the
 * other end of the standard input and never writes. It closes with the starter however that ends, also by kill -9, and
 * then the server stops in order.
 */
class Server {

    public static void main(String[] arguments) throws ReflectiveOperationException {
        Thread watch = new Thread(Server::stopWithStarter, "starter");
        watch.setDaemon(true);
        watch.start();
        Class.forName("fish.payara.micro.PayaraMicro")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    private static void stopWithStarter() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes.
            }
        } catch (IOException broken) {
            // As good as closed.
        }
        System.exit(0);
    }
}
