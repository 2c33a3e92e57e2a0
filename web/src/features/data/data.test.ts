import { describe, expect, it } from "vitest";
import { filtersIn, queryOf } from "@/lib/pictureFilters";

const search = (text: string) => {
  const params = new URLSearchParams(text);
  return { get: (name: string) => params.get(name) ?? undefined };
};

describe("filters of the address", () => {
  it("become the question to the server; nonsense is left out", () => {
    expect(queryOf(search(""))).toEqual({ limit: 200, sort: "-added_at" });
    expect(queryOf(search("verdict=bad&labelled=false&class=c1&source=recheck&name=x&sort=name"))).toEqual({
      limit: 200, sort: "name", verdict: "bad", labelled: false, class_id: "c1", source: "recheck", name: "x",
    });
    expect(queryOf(search("verdict=maybe&labelled=7&source=moon"))).toEqual({ limit: 200, sort: "-added_at" });
  });

  it("tell tags, work, person, size and days, and where the wall begins", () => {
    const text = "tags=night,line 3&work=sent_back&said_by=u&noted=true&side_from=640&bytes_to=1048576&added_to=2026-06-30&at=1201";
    const query = queryOf(search(text));
    expect(query).toMatchObject({ tags: "night,line 3", work: "sent_back", said_by: "u", noted: true, side_from: 640, bytes_to: 1048576, number: 1201 });
    // The whole of the last day, where the reader is.
    expect(new Date(query.added_to ?? "").getTime()).toBe(new Date("2026-06-30T23:59:59.999").getTime());
    expect(queryOf(search("work=moon&noted=7&side_from=-1&bytes_to=x&added_from=june&at=0&tags=,"))).toEqual({ limit: 200, sort: "-added_at" });
    expect(filtersIn(search("tags=night&at=9&side_from=3"))).toBe("?tags=night&side_from=3");
  });
});
