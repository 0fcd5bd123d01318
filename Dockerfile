# The program in one image: server, page, worker, command line and the bundled PostgreSQL.
#   docker build -t windlass .
#   docker run -p 127.0.0.1:7373:7373 -v windlass:/data windlass
# compose.yaml runs it with a PostgreSQL of its own.

FROM node:24-bookworm-slim AS build
WORKDIR /app
# Packages first: this layer is kept until the lock file changes.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --include=optional
COPY tsconfig.json tsconfig.build.json ./
COPY bin bin
COPY src src
COPY simulator simulator
COPY web web
# What `npm start` does on a checkout, without starting.
RUN node bin/windlass.mjs start --help > /dev/null && npm prune --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production
# Inside a container loopback is the container itself; publish the port on an address of your choice.
ENV WINDLASS_HOST=0.0.0.0
ENV WINDLASS_DATA=/data
WORKDIR /app
COPY LICENSE package.json ./
COPY bin/windlass.mjs bin/node-version.mjs bin/prepare.mjs bin/lock.mjs bin/
COPY migrations migrations
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
# The program belongs to root and is read only to the one who runs it; all it writes lies in /data.
RUN install --directory --mode=0700 --owner=node --group=node /data
USER node
VOLUME /data
EXPOSE 7373
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.WINDLASS_PORT ?? 7373}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "bin/windlass.mjs"]
CMD ["start"]
