import { hasRedis } from "../../scripts/store/redis"
import { type Cluster, type ClusterOptions, endCluster, newCluster, startCluster } from "./cluster"

export const describeCluster = hasRedis() ? describe : describe.skip // Nothing of a cluster runs without Redis; the run says so.

/** A store of several processes for all tests of a file, from `beforeAll` on. `seconds` is the limit of each test. */
export function clusterTest({
  seconds = 300,
  ...options
}: ClusterOptions & { seconds?: number } = {}): Cluster {
  jest.setTimeout(seconds * 1000)
  const cluster = newCluster()
  if (hasRedis()) {
    beforeAll(() => startCluster(cluster, options))
    afterAll(() => endCluster(cluster))
  }
  return cluster
}
