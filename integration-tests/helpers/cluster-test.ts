import { type Cluster, type ClusterOptions, endCluster, newCluster, startCluster } from "./cluster"

/** A store of several processes for all tests of a file, from `beforeAll` on. `seconds` is the limit of each test. */
export function clusterTest({
  seconds = 300,
  ...options
}: ClusterOptions & { seconds?: number } = {}): Cluster {
  jest.setTimeout(seconds * 1000)
  const cluster = newCluster()
  beforeAll(() => startCluster(cluster, options))
  afterAll(() => endCluster(cluster))
  return cluster
}
