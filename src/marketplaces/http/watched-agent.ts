import * as http from "node:http"
import * as https from "node:https"
import { TLSSocket } from "node:tls"
import { HttpsProxyAgent } from "https-proxy-agent"
import { getProxyForUrl } from "proxy-from-env"

import { MarketplaceError } from "../errors"
import { isLoopback } from "./check-address"

/** How far one request got: `unseen` when another fetch than node-fetch did it, `connecting` while nothing was sent. */
export type Passage = { stage: "unseen" | "connecting" | "sent" }

type AgentWithRequests = http.Agent & { addRequest(request: http.ClientRequest, options: object): void }

/**
 * The agent of one request: through the proxy that the environment names, except to loopback, on a connection of its
 * own (a kept one may be closing, and its failure would leave the outcome unknown).
 *
 * node-fetch 2 reports neither whether a failure came before anything was sent, nor that an answer with a length was cut
 * short (it waits forever). This agent sees both, on the request itself.
 */
export function watchedAgent(url: URL, onTruncated: () => void): { agent: http.Agent; passage: Passage } {
  const passage: Passage = { stage: "unseen" }
  const agent = newAgent(url) as AgentWithRequests
  const addRequest = agent.addRequest.bind(agent)
  agent.addRequest = (request, options) => {
    passage.stage = "connecting"
    request.once("socket", (socket) => {
      socket.once(socket instanceof TLSSocket ? "secureConnect" : "connect", () => (passage.stage = "sent"))
    })
    request.once("response", (response) => {
      response.once("close", () => {
        if (!response.complete) {
          onTruncated()
        }
      })
    })
    addRequest(request, options)
  }
  return { agent, passage }
}

function newAgent(url: URL): http.Agent {
  const proxy = isLoopback(url.hostname) ? "" : getProxyForUrl(url.href)
  if (proxy) {
    if (!/^https?:\/\/[^/]/i.test(proxy) || !URL.canParse(proxy)) {
      throw new MarketplaceError(
        "configuration",
        "The proxy that the environment names (HTTPS_PROXY, HTTP_PROXY or ALL_PROXY) is not an http address.",
        { effect: "none", reason: "proxy" }
      )
    }
    return new HttpsProxyAgent(proxy)
  }
  return url.protocol === "https:" ? new https.Agent() : new http.Agent()
}
