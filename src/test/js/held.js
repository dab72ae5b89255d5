/** Gates between a browser and the server, which the test opens: `reached` tells that somebody waits there. */

/** Who passes waits until it is open. */
export function gateOf() {
  const gate = {};
  const opened = new Promise((resolve) => (gate.open = resolve));
  gate.reached = new Promise((resolve) => (gate.arrive = resolve));
  gate.pass = () => {
    gate.arrive();
    return opened;
  };
  return gate;
}

/** No request comes to the server before the gate is open. */
export function held(server) {
  const send = server.as('alice');
  const gate = gateOf();
  gate.fetch = async (...request) => {
    await gate.pass();
    return send(...request);
  };
  return gate;
}

/** What is posted is answered by the server at once, but its answer arrives only when the gate is open. */
export function heldAnswer(server) {
  const send = server.as('alice');
  const gate = gateOf();
  gate.fetch = async (url, init) => {
    const response = await send(url, init);
    if (init.method === 'POST') await gate.pass();
    return response;
  };
  return gate;
}
