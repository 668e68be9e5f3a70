// One connection to the broker: a DEALER with CURVE that is used once. When it is lost or was never made, the client
// makes another, so that nothing said on one connection can arrive on the next.
import { Dealer } from "zeromq";

import { z85 } from "./bytes.js";
import { Closed, Denied, NoConnection, Unreadable } from "./errors.js";
import { BROKER_FRAME_MAX, CREDIT_FRAMES } from "./limits.js";

const HANDSHAKE_MS = 5000;

export class Connection {
  #socket;
  #sending = Promise.resolve();
  #ended = false;
  #open = false;
  #endpoint;
  #onEnd;

  /**
   * Starts to connect. `onFrame(bytes)` for each frame that comes; `onEnd(error)` once, when the connection cannot be
   * made or is over:
   * Denied, NoConnection, or what end() was given. What onFrame throws ends the connection too.
   */
  constructor({ endpoint, brokerKey, transport }, { onFrame, onEnd }) {
    this.#endpoint = endpoint;
    this.#onEnd = onEnd;
    this.#socket = new Dealer({
      linger: 0,
      reconnectInterval: -1,
      handshakeInterval: HANDSHAKE_MS,
      connectTimeout: HANDSHAKE_MS,
      maxMessageSize: BROKER_FRAME_MAX,
      sendHighWaterMark: 2 * CREDIT_FRAMES,
      receiveHighWaterMark: 2 * CREDIT_FRAMES,
      curveServerKey: z85(brokerKey),
      curvePublicKey: z85(transport.publicKey),
      curveSecretKey: z85(transport.secret),
    });
    this.#watch();
    this.#receive(onFrame);
    try {
      this.#socket.connect(endpoint);
    } catch (error) {
      queueMicrotask(() => this.end(new NoConnection(endpoint, error.message)));
    }
  }

  /**
   * Sends a frame behind those before it. Resolves when ZeroMQ has it; what is not taken when the connection ends
   * rejects with Closed.
   */
  send(bytes) {
    this.#sending = this.#sending.then(async () => {
      if (this.#ended) throw new Closed("the connection is over");
      await this.#socket.send(bytes);
    });
    const sent = this.#sending.catch((error) => {
      throw error instanceof Closed ? error : new Closed(error.message);
    });
    this.#sending = sent.catch(() => {});
    return sent;
  }

  end(error) {
    if (this.#ended) return;
    this.#ended = true;
    this.#socket.close();
    this.#onEnd(error);
  }

  async #receive(onFrame) {
    try {
      for await (const frames of this.#socket) {
        if (this.#ended) return;
        if (frames.length !== 1) throw new Unreadable("frame", "more than one part");
        onFrame(frames[0]);
      }
    } catch (error) {
      this.end(error);
    }
  }

  async #watch() {
    try {
      for await (const event of this.#socket.events) this.#hear(event.type);
    } catch {
      // The socket was closed while an event was awaited: end() was called, and told why.
    }
  }

  #hear(type) {
    switch (type) {
      case "handshake":
        this.#open = true;
        return;
      case "handshake:error:auth":
        return this.end(new Denied(this.#endpoint));
      case "handshake:error:protocol":
        return this.end(
          new NoConnection(this.#endpoint, "what listens there is no broker with the key of the settings"),
        );
      case "handshake:error:other":
      case "disconnect":
      case "close":
        return this.end(
          new NoConnection(this.#endpoint, this.#open ? "the connection was lost" : "nobody listens there"),
        );
      default:
    }
  }
}
