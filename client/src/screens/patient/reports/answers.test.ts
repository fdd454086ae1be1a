import { expect, test } from "vitest";
import openapi from "../../../../../src/tajriba/openapi.json?raw";
import { SCALES, valuesOf } from "./answers";

interface Property {
  type?: string;
  minimum?: number;
  maximum?: number;
  anyOf?: Property[];
}

const { components } = JSON.parse(openapi) as {
  components: {
    schemas: { FeedbackIn: { properties: Record<string, Property>; required: string[] } };
  };
};

test("every scale of a report is asked, within the bounds that the server takes", () => {
  const { properties, required } = components.schemas.FeedbackIn;
  const scales = Object.entries(properties).flatMap(([name, property]) => {
    const whole = [property, ...(property.anyOf ?? [])].find((one) => one.type === "integer");
    if (!whole || name.endsWith("_id")) return [];
    return [{ name, low: whole.minimum, high: whole.maximum, required: required.includes(name) }];
  });
  const asked = SCALES.map(({ name, low, high, required }) => ({ name, low, high, required }));
  expect(asked).toEqual(scales);
});

test("the values of a scale are all from its lowest to its highest", () => {
  expect(valuesOf({ low: 0, high: 3 })).toEqual([0, 1, 2, 3]);
});
