// Virtual clusters: shares of the devices, with the people who may use them.
import { address, client, ifMatch, read, readTagged, type Tagged } from "./client";
import type { Id, Page } from "./contract";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type VirtualCluster = Schemas["VirtualCluster"];
export type QuotaUse = Schemas["QuotaUse"];
export type Quota = Schemas["Quota"];
export type ClusterDevice = Schemas["ClusterDevice"];
export type ClusterNode = Schemas["ClusterNode"];
export type NodeDevices = Schemas["NodeDevices"];
export type NodeUse = Schemas["NodeUse"];
export type DeviceLimits = Schemas["DeviceLimits"];
export type ClusterState = Schemas["ClusterDevices"];
export type ClusterMember = Schemas["ClusterMember"];
export type ClusterLimits = Schemas["ClusterLimits"];
export type ClusterOfUser = Schemas["ClusterOfUser"];
export type ClustersOfUser = Schemas["ClustersOfUser"];
export type Candidates = Schemas["ClusterCandidates"];
export type NewCluster = Schemas["NewVirtualCluster"];
export type ClusterPatch = Schemas["VirtualClusterChange"];
export type DeviceUsers = Schemas["DeviceUsers"];
export type DeviceUse = Schemas["DeviceUse"];
export type DeviceUseOfType = Schemas["DeviceUseOfType"];
export type Storage = Schemas["Storage"];
export type MembersPatch = Schemas["ClusterMembersChange"];

export type ClusterFilter = { q?: string };
export type ClusterQuery = ClusterFilter & { mine?: boolean; sort?: string; limit?: number; cursor?: string };

export const listClusters = (query: ClusterQuery, signal?: AbortSignal): Promise<Page<VirtualCluster>> =>
  read(client.GET("/virtual_clusters", { params: { query }, signal }));
export const clustersCsv = (filter: ClusterFilter): string => address("/virtual_clusters.csv", filter);
/** Devices of the whole cluster, and the nodes that have them. */
export const getClusterState = (): Promise<ClusterState> => read(client.GET("/virtual_clusters/devices"));
export const listDevices = async (): Promise<ClusterDevice[]> => (await getClusterState()).items;
export const getCluster = (id: Id): Promise<Tagged<VirtualCluster>> => readTagged(client.GET("/virtual_clusters/{id}", { params: { path: { id } } }));
/** What would be asked for, as far as it is known. */
export type LimitsQuery = { device?: string; devices?: number; nodes?: number };
export const getLimits = (id: Id, query: LimitsQuery = {}): Promise<ClusterLimits> => read(client.GET("/virtual_clusters/{id}/limits", { params: { path: { id }, query } }));
export const cordonNode = (name: string, note: string): Promise<ClusterNode> => read(client.POST("/nodes/{name}/cordon", { params: { path: { name } }, body: { note } }));
export const uncordonNode = (name: string): Promise<ClusterNode> => read(client.POST("/nodes/{name}/uncordon", { params: { path: { name } } }));
export const listDeviceUsers = (id: Id, query: { q?: string; past?: boolean }): Promise<DeviceUsers> => read(client.GET("/virtual_clusters/{id}/device_users", { params: { path: { id }, query } }));
export const getDeviceUse = (query: { virtual_cluster_id?: Id; from?: string; points?: number }): Promise<DeviceUse> => read(client.GET("/virtual_clusters/device_use", { params: { query } }));
/** Of the disk on which the server keeps its data. */
export const getStorage = (): Promise<Storage> => read(client.GET("/virtual_clusters/storage"));
export const createCluster = (body: NewCluster): Promise<VirtualCluster> => read(client.POST("/virtual_clusters", { body }));
export const patchCluster = (id: Id, body: ClusterPatch, etag: string): Promise<Tagged<VirtualCluster>> =>
  readTagged(client.PATCH("/virtual_clusters/{id}", { params: { path: { id }, header: ifMatch(etag) }, body }));
export const deleteCluster = (id: Id, stop_jobs: boolean): Promise<void> =>
  read(client.DELETE("/virtual_clusters/{id}", { params: { path: { id }, query: stop_jobs ? { stop_jobs } : {} } }));

export const listClusterUsers = (id: Id, query: { q?: string; limit?: number; cursor?: string }, signal?: AbortSignal): Promise<Page<ClusterMember>> =>
  read(client.GET("/virtual_clusters/{id}/users", { params: { path: { id }, query }, signal }));
export const listCandidates = (id: Id, q: string): Promise<Candidates> =>
  read(client.GET("/virtual_clusters/{id}/candidates", { params: { path: { id }, query: q ? { q } : {} } }));
export const changeClusterMembers = (id: Id, body: MembersPatch): Promise<Tagged<VirtualCluster>> =>
  readTagged(client.POST("/virtual_clusters/{id}/members", { params: { path: { id } }, body }));

export const clustersOfUser = (id: Id): Promise<ClustersOfUser> => read(client.GET("/users/{id}/virtual_clusters", { params: { path: { id } } }));
export const changeClustersOfUser = (id: Id, body: { add?: Id[]; remove?: Id[]; stop_jobs?: boolean }): Promise<ClustersOfUser> =>
  read(client.POST("/users/{id}/virtual_clusters", { params: { path: { id } }, body }));
