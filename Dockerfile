# The service as an image: production dependencies only, no root, works with a read-only root file system.
# Its steps are replayed without an engine by scripts/replay-dockerfile.ts (npm run docker:replay).
#
#   docker build --tag likeness .
#   docker run --read-only --tmpfs /tmp --publish 127.0.0.1:3000:3000 \
#     --env API_KEYS=<a key of 16 characters or more> --volume likeness-data:/data --volume likeness-models:/models --volume "$PWD/photos:/images" likeness
#
# It listens on all addresses of the container, so it starts only with API_KEYS, or with ALLOW_ANONYMOUS=true.
# /data and /images must be writable for the user 1000, and so must /models while models are pulled; instances may share it.
# Pulled once, where MODEL is not the built-in one:
#
#   docker run --rm --volume likeness-models:/models likeness node bin/likeness.js models pull clip-vit-b-32-multilingual

# glibc, as onnxruntime has no build for musl.
FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No install scripts: the base image is the Node that the package `node` would fetch, and the others bring their binaries.
# Then out go that package's remains and onnxruntime's libraries for other systems, 220 MB.
RUN npm ci --omit=dev --ignore-scripts \
 && rm -rf node_modules/node node_modules/.bin/node \
 && rm -rf node_modules/onnxruntime-node/bin/napi-v6/darwin node_modules/onnxruntime-node/bin/napi-v6/win32

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data IMAGES_DIR=/images MODELS_DIR=/models
# Compiled code is kept with the other disposable caches: a second start takes half the time.
ENV NODE_COMPILE_CACHE=/data/cache/node
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY bin ./bin
COPY models ./models
COPY src ./src
RUN mkdir -p /data /images /models && chown 1000:1000 /data /images /models
USER 1000:1000
VOLUME ["/data", "/images", "/models"]
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--initial-heap-size=128", "src/server.ts"]
