import { hasRedis } from "../../scripts/store/redis"
import { type Cluster, type ClusterOptions, endCluster, newCluster, startCluster } from "./cluster"

/** Where there is no Redis, the tests are counted as skipped. */
export const describeCluster = hasRedis() ? describe : describe.skip

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
