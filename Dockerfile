# One image for the service and for the simulator. The code in it belongs to root and is only read.

FROM node:20.20.2-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY ingest/package.json ingest/
COPY tracker-core/package.json tracker-core/
COPY dashboard/package.json dashboard/
COPY simulator/package.json simulator/

FROM manifests AS build
RUN npm ci
COPY . .
RUN node scripts/build.mjs --force

# What the dashboard is made of is in its bundle: its packages stay out.
FROM manifests AS modules
RUN npm ci --omit=dev --workspace contract --workspace ingest --workspace tracker-core --workspace simulator

FROM node:20.20.2-bookworm-slim AS service
ENV NODE_ENV=production HTTP_HOST=0.0.0.0 MQTT_HOST=0.0.0.0 DATA_DIR=/data
WORKDIR /app
COPY LICENSE NOTICE ./
COPY --from=modules /app ./
COPY --from=build /app/contract/dist contract/dist
COPY --from=build /app/ingest/dist ingest/dist
COPY --from=build /app/tracker-core/dist tracker-core/dist
COPY --from=build /app/tracker-core/src/migrations tracker-core/src/migrations
COPY --from=build /app/dashboard/dist dashboard/dist
COPY --from=build /app/simulator/dist simulator/dist
COPY --from=build /app/simulator/towns simulator/towns
COPY --from=build /app/simulator/scenarios simulator/scenarios
RUN install -d -o node -g node -m 0700 /data
# The image's own `node`.
USER 1000:1000
VOLUME /data
EXPOSE 8080 1883
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:8080/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=32", "tracker-core/dist/main.js"]
