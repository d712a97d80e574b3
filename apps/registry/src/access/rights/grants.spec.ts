import { Grants, intersect, unite } from './grants.js';
import { grantsOf } from './token-grants.js';

const pull = (...patterns: string[]): Grants =>
  new Grants(patterns.map((pattern) => ({ pattern, actions: ['pull'] })));

describe('grants', () => {
  it('hold for an exact name, and for everything below a prefix but not for the prefix itself', () => {
    const grants = pull('tools', 'acme/*', 'a/b/*');
    const names = [
      'tools',
      'acme/x',
      'acme/x/y',
      'a/b/c',
      'acme',
      'acmes/x',
      'tools/x',
      'a/b',
      'a/bc',
      'x/acme/y',
    ];

    expect(names.filter((name) => grants.allows(name, 'pull'))).toEqual([
      'tools',
      'acme/x',
      'acme/x/y',
      'a/b/c',
    ]);
    expect(names.filter((name) => grants.allows(name, 'push'))).toEqual([]);
  });

  it('add up where several speak of one repository', () => {
    const grants = new Grants([
      { pattern: 'acme/*', actions: ['pull'] },
      { pattern: 'acme/x', actions: ['push'] },
      { pattern: 'acme/x', actions: ['delete'] },
    ]);

    expect(
      (['pull', 'push', 'delete', 'admin'] as const).map((action) => grants.allows('acme/x', action)),
    ).toEqual([true, true, true, false]);
  });

  it('become ranges in byte order, of which none lies within another', () => {
    expect(pull('b', 'acme/*', 'acme/x', 'acme/y/*', 'acme', 'b').ranges('pull')).toEqual([
      { name: 'acme' },
      { prefix: 'acme/' },
      { name: 'b' },
    ]);
    expect(pull('b', '*', 'c/*').ranges('pull')).toEqual([{ prefix: '' }]);
    expect(pull('b').ranges('push')).toEqual([]);
  });

  it('have in common what lies in both', () => {
    const a = pull('acme/*', 'tools', 'x/y/z').ranges('pull');
    const b = pull('acme/app', 'acme/lab/*', 'tools', 'x/*', 'other/*').ranges('pull');
    const common = [{ name: 'acme/app' }, { prefix: 'acme/lab/' }, { name: 'tools' }, { name: 'x/y/z' }];

    expect(intersect(a, b)).toEqual(common);
    expect(intersect(b, a)).toEqual(common);
    expect(intersect([{ prefix: '' }], b)).toEqual(b);
    expect(intersect(a, [])).toEqual([]);
  });

  it('are united without what lies within', () => {
    expect(unite([{ name: 'acme/a' }, { name: 'z' }], [{ prefix: 'acme/' }])).toEqual([
      { prefix: 'acme/' },
      { name: 'z' },
    ]);
  });

  it('are looked up among ten thousand in the depth of a name', () => {
    const grants = pull(...Array.from({ length: 10_000 }, (_, index) => `team-${index}/*`));

    expect([grants.allows('team-9999/x/y', 'pull'), grants.allows('team-10000/x', 'pull')]).toEqual([
      true,
      false,
    ]);
    expect(grants.ranges('pull')).toHaveLength(10_000);
  });
});

describe('the grants of a token', () => {
  const allows = (
    claims: Record<string, unknown>,
    name: string,
    action = 'pull' as const,
  ): boolean | undefined => grantsOf(claims)?.repositories.allows(name, action);

  it('are none where it names no rights, which is not the same as naming none', () => {
    expect(grantsOf({ scope: 'openid profile' })).toBeUndefined();
    expect(grantsOf({})).toBeUndefined();
    expect(grantsOf({ access: [] })).toBeDefined();
    expect(allows({ access: [] }, 'a')).toBe(false);
  });

  it('come from the access list where there is one, and then not from the scope', () => {
    const access = [{ type: 'repository', name: 'a', actions: ['pull'] }];

    expect(allows({ access, scope: 'repository:*:*' }, 'a')).toBe(true);
    expect(allows({ access, scope: 'repository:*:*' }, 'b')).toBe(false);
  });

  it('are read from a text, a list and scp', () => {
    for (const claims of [
      { scope: 'openid repository:acme/*:pull,push' },
      { scope: ['openid', 'repository:acme/*:pull,push'] },
      { scp: ['repository:acme/*:pull,push'] },
    ])
      expect(allows(claims, 'acme/x')).toBe(true);
  });

  it('cut type and actions off at the first and the last colon', () => {
    expect(allows({ scope: 'repository:localhost:5000/x:pull' }, 'localhost:5000/x')).toBe(true);
  });

  it('know the catalogue', () => {
    expect(grantsOf({ scope: 'registry:catalog:*' })?.catalog).toBe(true);
    expect(grantsOf({ scope: 'registry:catalog:pull' })?.catalog).toBe(false);
    expect(grantsOf({ access: [{ type: 'registry', name: 'catalog', actions: ['*'] }] })?.catalog).toBe(true);
  });

  it.each([
    { access: 'repository:a:pull' },
    {
      access: [
        null,
        7,
        'x',
        {},
        { type: 'repository', name: 'a' },
        { type: 'repository', name: ['a'], actions: ['pull'] },
      ],
    },
    { access: [{ type: 'repository', name: 'a', actions: ['PULL', 'read', null] }] },
    { scope: 'repository:a:Pull repository:a: repository:a repository::pull repository' },
    { scope: 'repository:ac*:pull repository:*/a:pull repository:**:pull repository:*a:pull' },
    { scope: 'repositories:a:pull' },
    { scope: 7 },
  ])('are nothing where %j is not understood', (claims) => {
    expect(allows(claims, 'a') ?? false).toBe(false);
    expect(allows(claims, 'acme') ?? false).toBe(false);
  });
});
