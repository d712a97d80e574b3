import { findContentFault } from './content-rules.js';

const svg = (inside: string) =>
  new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg"${inside}</svg>`);

describe('the content of an icon', () => {
  it.each([
    '><a href = " javascript:alert(1)">x</a>',
    '><a href=javascript:alert(1)>x</a>',
    "><use xlink:href='data:text/html,x'/>",
  ])('is refused where it links to a script: %s', (inside) => {
    expect(findContentFault('icon', 'svg+xml', svg(inside))).toMatch(/links to a script/);
  });

  it('is judged in linear time, however many blanks stand where a link could be', () => {
    const blanks = ' '.repeat(900_000);

    expect(findContentFault('icon', 'svg+xml', svg(` href=${blanks}>`))).toBeUndefined();
    expect(findContentFault('icon', 'svg+xml', svg(` href=${blanks}javascript:x>`))).toMatch(/script/);
  });
});
