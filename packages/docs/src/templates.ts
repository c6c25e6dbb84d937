import { readFileSync } from "node:fs";
import handlebars from "handlebars";

const compiled = new Map<string, HandlebarsTemplateDelegate>();

handlebars.registerHelper({
  // In a script element, `<` could end it.
  data: (value: unknown) => JSON.stringify(value).replaceAll("<", "\\u003c"),
});

/** Fills a template of this package, such as `src/templates/page.html.hbs`. */
export function fill(file: string, data: object): string {
  const source = readFileSync(new URL(`../${file}`, import.meta.url), "utf8");
  const noEscape = !/\.(html|xml)\.hbs$/.test(file);
  const template = compiled.get(source) ?? handlebars.compile(source, { noEscape });
  compiled.set(source, template);
  return template(data);
}
