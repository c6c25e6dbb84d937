import { readFileSync } from "node:fs";
import handlebars from "handlebars";

handlebars.registerHelper({
  // In a script element, `<` could end it.
  data: (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c"),
});

/** Escapes a text for HTML. */
export const escaped: (text: string) => string = handlebars.escapeExpression;

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** Fills a template, such as `page.html`. */
export function fill(name: string, data: object): string {
  const template = compiled.get(name) ?? handlebars.compile(read(name));
  compiled.set(name, template);
  return template(data);
}

const read = (name: string) => readFileSync(new URL(`templates/${name}.hbs`, import.meta.url), "utf8");

/** Lets a site follow what was changed in the templates. */
export const readTemplatesAgain = (): void => compiled.clear();
