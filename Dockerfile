# FlowMason in one image: a server that needs a Node and nothing else. docs/operations.md tells how to run it.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /src
COPY . .
# The browser journeys are not needed here, and no dependency may run an install script (pnpm-workspace.yaml).
RUN npx -y pnpm@12.21.0 install --frozen-lockfile --filter "!@flowmason/e2e"
RUN PATH="$PWD/node_modules/.bin:$PATH" node scripts/build.ts

FROM node:${NODE_VERSION}-bookworm-slim
# Owned by root, so that the server cannot change itself; the server is the user 10001, who owns the volume.
COPY --from=build /src/apps/runner-api/dist /app/apps/runner-api/dist
COPY --from=build /src/apps/editor/dist /app/apps/editor/dist
RUN install -d -o 10001 -g 10001 -m 0700 /work
USER 10001:10001
WORKDIR /work
ENV NODE_ENV=production \
    FM_WORKSPACE=/work \
    FM_HOST=0.0.0.0 \
    FM_PORT=8999 \
    FM_LOG_FORMAT=json
# Pipelines, profiles and, in .flowmason, the runs.
VOLUME ["/work"]
EXPOSE 8999
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FM_PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/apps/runner-api/dist/fm.js"]
CMD ["serve"]
