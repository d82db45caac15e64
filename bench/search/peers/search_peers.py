"""The same searches by usearch and LanceDB, in one process each: reads the vectors, tags and queries that ../write-peers.ts wrote.

Usage: search_peers.py FOLDER usearch|lancedb. Prints one JSON object: a list of {name, filter, build_s, recall, p50, p99}, times in milliseconds.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np

K = 10


def quantile(values, q):
    return sorted(values)[min(len(values) - 1, int(q * len(values)))]


def measure(name, kind, build_s, queries, exact, search):
    times, found = [], 0
    for query in queries[:20]:
        search(query)
    for query, answer in zip(queries, exact, strict=True):
        start = time.perf_counter()
        ids = search(query)
        times.append((time.perf_counter() - start) * 1000)
        found += len(set(ids) & set(answer))
    recall = found / sum(len(answer) for answer in exact)
    return {"name": name, "filter": kind, "build_s": build_s, "recall": recall, "p50": quantile(times, 0.5), "p99": quantile(times, 0.99)}


def run_usearch(vectors, queries, exact):
    from usearch.index import Index

    start = time.perf_counter()
    index = Index(ndim=vectors.shape[1], metric="cos", dtype="i8", connectivity=32, expansion_add=200)
    index.add(np.arange(len(vectors)), vectors, threads=2)
    build_s = time.perf_counter() - start
    results = []
    for breadth in (100, 400, 1600):
        index.expansion_search = breadth

        def search(query):
            # Scored again on the floats, as the other two do.
            keys = index.search(query, K * 5).keys.astype(np.int64)
            return keys[np.argsort(-(vectors[keys] @ query))][:K].tolist()

        results.append(measure(f"usearch, int8, breadth {breadth}", "none", build_s, queries, exact["none"], search))
    return results


def run_lancedb(folder, vectors, tags, queries, exact):
    import lancedb
    import pyarrow as pa

    start = time.perf_counter()
    table = lancedb.connect(folder / "lance").create_table(
        "images",
        pa.table(
            {
                "id": pa.array(np.arange(len(vectors))),
                "vector": pa.FixedSizeListArray.from_arrays(pa.array(vectors.reshape(-1)), vectors.shape[1]),
                **{f"tag{i}": pa.array(tags[:, i]) for i in range(tags.shape[1])},
            }
        ),
        mode="overwrite",
    )
    table.create_index(metric="cosine", vector_column_name="vector", index_type="IVF_HNSW_SQ", num_partitions=max(1, len(vectors) // 25_000))
    build_s = time.perf_counter() - start
    results = []
    for probes, refine in ((20, 5), (50, 10)):
        for kind, where in {"none": None, **{name: f"tag{i}" for i, name in enumerate(list(exact)[1:])}}.items():

            def search(query):
                asked = table.search(query).metric("cosine").nprobes(probes).refine_factor(refine).limit(K).select(["id"])
                if where is not None:
                    asked = asked.where(f"{where} = true", prefilter=True)
                return asked.to_arrow()["id"].to_pylist()

            results.append(measure(f"LanceDB, IVF_HNSW_SQ, {probes} probes, refined {refine} ×", kind, build_s, queries, exact[kind], search))
    return results


def main():
    folder = Path(sys.argv[1])
    facts = json.loads((folder / "facts.json").read_text())
    dims = facts["dims"]
    vectors = np.fromfile(folder / "vectors.f32", dtype="<f4").reshape(-1, dims)
    queries = np.fromfile(folder / "queries.f32", dtype="<f4").reshape(-1, dims)
    tags = np.fromfile(folder / "tags.u8", dtype=np.uint8).reshape(len(vectors), -1).astype(bool)
    exact = facts["exact"]
    which = run_usearch(vectors, queries, exact) if sys.argv[2] == "usearch" else run_lancedb(folder, vectors, tags, queries, exact)
    print(json.dumps(which))


main()
