import { parseArgs } from "node:util"
import { startSandbox } from "./server"

/** `npm run sandbox -- [--port 9400] [--orders 60] [--seed 1]` */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: "string", default: "9400" },
      orders: { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
    },
  })
  const sandbox = await startSandbox({ port: Number(values.port) })
  const seed = { seed: Number(values.seed), count: Number(values.orders) }
  if (seed.count > 0) {
    sandbox.control.cdiscount.seed(seed)
    sandbox.control.rakuten.seed(seed)
  }
  const [client] = sandbox.control.cdiscount.configure({}).clients
  const [account] = sandbox.control.rakuten.configure({}).accounts
  const [keys] = sandbox.control.sendcloud.configure({}).accounts
  console.log(
    [
      `Sandbox        ${sandbox.url}`,
      `Cdiscount API  ${sandbox.cdiscount.api_url}`,
      `      token    ${sandbox.cdiscount.auth_url}`,
      `      login    client ${client.client_id}, secret ${client.client_secret}, seller ${client.seller_ids[0]}`,
      `Rakuten API    ${sandbox.rakuten.api_url}`,
      `      login    ${account.login}, token ${account.token}`,
      `Sendcloud API  ${sandbox.sendcloud.api_url}`,
      `      keys     public ${keys.public_key}, secret ${keys.secret_key}`,
      `Control        POST ${sandbox.url}/control/… (sandbox/control.ts lists what there is)`,
    ].join("\n")
  )
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void sandbox.stop())
}

void main()
