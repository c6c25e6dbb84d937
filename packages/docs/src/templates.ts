import { readFileSync } from "node:fs";
import handlebars from "handlebars";
import { remembered } from "./remembered.ts";

handlebars.registerHelper({
  // In a script element, `<` could end it.
  data: (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c"),
});

/** Escapes a text for HTML. */
export const escaped: (text: string) => string = handlebars.escapeExpression;

const compiled = remembered((source) => handlebars.compile(source));

/** Fills a template, such as `page.html`. */
export const fill = (name: string, data: object): string =>
  compiled(readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), "utf8"))(data);
