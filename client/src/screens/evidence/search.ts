import { api, askPage } from "../../api/client";

/** A herb or a condition that a search found. */
export interface Subject {
  kind: "herb" | "condition";
  name: string;
  href: string;
}

/** Return the herbs and conditions whose names contain the text, in any spelling. */
export async function searchCatalogue(q: string): Promise<Subject[]> {
  const query = { params: { query: { q, limit: 6 } } };
  const [herbs, conditions] = await Promise.all([
    askPage(api.GET("/api/herbs", query)),
    askPage(api.GET("/api/conditions", query)),
  ]);
  return [
    ...herbs.data.map(({ id, name }) => ({ kind: "herb" as const, name, href: `/herbs/${id}` })),
    ...conditions.data.map(({ id, name }) => ({
      kind: "condition" as const,
      name,
      href: `/conditions/${id}`,
    })),
  ];
}
