// The way of users, groups, roles and rights, in its order. Each step takes what the ones before it left in `way`.
import { setUp } from "../steps/setup.mjs";
import { clusters, clustersOfUser, mail, modules } from "./clusters.mjs";
import { annotatorsView, auditorsView, device, languageSwitch, mustChange, registration, roleRemoved, secondFactor, token } from "./doors.mjs";
import { linkIdentity, logInByProvider, providerSettings } from "./identity.mjs";
import { audit, bulk, detail, settings } from "./lists.mjs";
import { managers } from "./managers.mjs";
import { everybodysRooms } from "./rooms.mjs";
import { importUsers, newGroup, newRole, newUsers } from "./wizards.mjs";

export const steps = [
  setUp, newUsers, importUsers, newRole, newGroup, bulk, detail, audit, settings,
  registration, annotatorsView, auditorsView, everybodysRooms, managers, mustChange, secondFactor, languageSwitch, device, token, roleRemoved,
  clusters, clustersOfUser, mail, modules,
  providerSettings, logInByProvider, linkIdentity,
];
