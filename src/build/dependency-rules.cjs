// From the bottom to the top: a file imports those of its own folder and of folders that stand before it.
const CLIENT = ['record', 'net', 'pages', 'store', 'conflict', 'pull', 'push', 'cycle'];
const APPLICATION = ['state', 'part', 'conflict', 'page'];
const COMPONENTS = ['texts', 'conflict', 'element'];

const upward = (root, folders) =>
  folders.slice(0, -1).map((folder, i) => ({
    name: `${folder} imports nothing above it`,
    severity: 'error',
    from: { path: `^${root}/${folder}/` },
    to: { path: `^${root}/(${folders.slice(i + 1).join('|')})/` },
  }));

module.exports = {
  forbidden: [
    { name: 'no cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no file imports the one that puts all together',
      severity: 'error',
      from: { path: '^src/main/webapp/tidemark/[a-z]+/' },
      to: { path: '^src/main/webapp/tidemark/(client|index)\\.js$' },
    },
    {
      name: 'the client knows no application, and no component',
      severity: 'error',
      from: { path: '^src/main/webapp/tidemark/' },
      to: { path: '^src/main/webapp/(app|components)/' },
    },
    {
      name: 'the encryption knows nothing of the others',
      severity: 'error',
      from: { path: '^src/main/webapp/encryption/' },
      to: { path: '^src/main/webapp/(app|components|tidemark)/' },
    },
    {
      name: 'nobody imports the encryption',
      severity: 'error',
      from: { pathNot: '^src/main/webapp/encryption/' },
      to: { path: '^src/main/webapp/encryption/' },
    },
    {
      name: 'a component knows no application, and of the client only what it is given',
      severity: 'error',
      from: { path: '^src/main/webapp/components/' },
      to: { path: '^src/main/webapp/(app|tidemark)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'what decides and what speaks draws nothing',
      severity: 'error',
      from: { path: '^src/main/webapp/components/(texts|conflict)/' },
      to: { path: 'node_modules/lit' },
    },
    ...upward('src/main/webapp/tidemark', CLIENT),
    ...upward('src/main/webapp/app', APPLICATION),
    ...upward('src/main/webapp/components', COMPONENTS),
  ],
  options: { doNotFollow: { path: 'node_modules' } },
};
