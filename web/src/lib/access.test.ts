import { describe, expect, it } from "vitest";
import { homeOf, isOfPublic, lackingFor, needsOf } from "./access";
import { allRights, type Right } from "./rights";

const holding = (...rights: Right[]) => (right: Right) => rights.includes(right);
const annotator = holding("annotate", "data.read", "project.read");
const reviewer = holding("annotation.review", "data.read", "project.read");

describe("addresses", () => {
  it("need the rights of their page, the special before the general", () => {
    expect(needsOf("/projects/new")).toEqual(["project.write"]);
    expect(needsOf("/projects/0190/trainings/new")).toEqual(["project.read", "train"]);
    expect(needsOf("/projects/0190/trainings/7")).toEqual(["project.read", "job.read_own"]);
    expect(needsOf("/admin/users/0190")).toEqual(["user.read"]);
    expect(needsOf("/admin")).toEqual(["user.read"]);
    expect(needsOf("/account")).toEqual([]);
  });

  it("stay closed to who lacks one of them", () => {
    expect(lackingFor("/projects/1/annotate", annotator)).toEqual([]);
    for (const path of ["/annotation", "/annotation/7"]) expect(lackingFor(path, holding("annotate"))).toEqual([]);
    for (const path of ["/projects/1/annotate", "/projects", "/projects/1/data"]) expect(lackingFor(path, holding("annotate"))).toContain("project.read");
    expect(lackingFor("/annotation/7/review", holding("annotate"))).toEqual(["annotation.review"]);
    for (const path of ["/annotation/7/review", "/projects/1/tasks", "/projects/1/tasks/7"]) expect(lackingFor(path, reviewer)).toEqual([]);
    expect(lackingFor("/projects/1/tasks/new", reviewer)).toEqual(["annotation.dispatch"]);
    expect(lackingFor("/projects/1/tasks", annotator)).toEqual(["annotation.dispatch"]);
    expect(lackingFor("/projects/1/models", annotator)).toEqual(["model.read"]);
    expect(lackingFor("/admin/users", annotator)).toEqual(["user.read"]);
    for (const path of ["/expert", "/expert/cluster", "/jobs", "/jobs/0190"]) expect(lackingFor(path, annotator)).toEqual(["job.read_own"]);
    expect(lackingFor("/expert/submit", holding("job.read_own"))).toEqual(["job.write_own"]);
  });
});

describe("public projects", () => {
  it("are looked at on the pages of their data alone", () => {
    for (const path of ["/projects", "/projects/1", "/projects/1/data", "/projects/1/data/versions/3"]) expect(isOfPublic(path)).toBe(true);
    for (const path of ["/projects/new", "/projects/1/annotate", "/projects/1/settings", "/projects/1/models", "/jobs", "/"]) expect(isOfPublic(path)).toBe(false);
  });
});

describe("managers of projects", () => {
  it("enter the work of theirs alone", () => {
    const bob = holding("annotate");
    for (const path of ["/projects", "/projects/1", "/projects/1/tasks", "/projects/1/tasks/new", "/projects/1/data", "/annotation/7/review"]) expect(lackingFor(path, bob, false, ["1"])).toEqual([]);
    expect(lackingFor("/projects/2/tasks", bob, false, ["1"])).toEqual(["project.read", "annotation.dispatch"]);
    expect(lackingFor("/projects/1/settings", bob, false, ["1"])).toEqual(["project.write"]);
    expect(lackingFor("/projects/1/models", bob, false, ["1"])).toEqual(["model.read"]);
    expect(homeOf(holding(), () => false, false, ["1"])).toBe("/projects");
  });
});

describe("the first page", () => {
  it("is the one of the role", () => {
    expect(homeOf(holding(...allRights))).toBe("/");
    expect(homeOf(annotator)).toBe("/annotation");
    expect(homeOf(holding("annotate"))).toBe("/annotation");
    expect(homeOf(holding("audit.read", "monitoring.read"))).toBe("/admin/audit");
    expect(homeOf(holding("user.read", "role.read"))).toBe("/admin");
    expect(homeOf(holding("record.read", "project.read"))).toBe("/");
    expect(homeOf(holding("job.read_own"))).toBe("/jobs");
    expect(homeOf(holding())).toBeNull();
    expect(homeOf(holding("infer"))).toBeNull();
  });
});
