import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A server that stands in for the admin port: it answers as each test says. */
export class FakeGateway {
  readonly seen: { url: string; authorization: string | undefined }[] = [];
  private readonly arrivals: ((response: ServerResponse) => void)[] = [];
  private readonly waiting: ServerResponse[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<FakeGateway> {
    const server = createServer();
    const gateway = new FakeGateway(server);
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      gateway.seen.push({ url: request.url ?? "", authorization: request.headers.authorization });
      const waiter = gateway.arrivals.shift();
      if (waiter === undefined) {
        gateway.waiting.push(response);
      } else {
        waiter(response);
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return gateway;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/`;
  }

  /** The next request, to be answered. */
  next(): Promise<ServerResponse> {
    const there = this.waiting.shift();
    return there === undefined ? new Promise((resolve) => this.arrivals.push(resolve)) : Promise.resolve(there);
  }

  /** The next request, answered by a stream of events that stays open. */
  async stream(): Promise<ServerResponse> {
    const response = await this.next();
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": welcome\n\n");
    return response;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
