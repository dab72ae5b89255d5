// From the bottom to the top: a file imports those of its own folder and of folders that stand before it.
const CLIENT = ['record', 'net', 'pages', 'store', 'conflict', 'pull', 'push', 'cycle'];
const APPLICATION = ['state', 'part', 'conflict', 'page'];

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
      name: 'the client knows no application',
      severity: 'error',
      from: { path: '^src/main/webapp/tidemark/' },
      to: { path: '^src/main/webapp/app/' },
    },
    ...upward('src/main/webapp/tidemark', CLIENT),
    ...upward('src/main/webapp/app', APPLICATION),
  ],
  options: { doNotFollow: { path: 'node_modules' } },
};
