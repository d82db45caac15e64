// Generated from openapi/openapi.yaml by `npm run clients`.
export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: operations["getLiveness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether requests can be served, by which model and store */
        get: operations["getReadiness"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the service counts of itself, for Prometheus
         * @description In the text format of Prometheus, 0.0.4. It tells of usage, so it wants a key where the service has keys.
         */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/vectorize": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn texts and pictures into vectors
         * @description One vector an input, in order, all or nothing: the first input that fails is the answer. A picture may be sent as base64 in JSON, as a file in a form, or as the whole body. Pictures by URL are not taken.
         */
        post: operations["vectorize"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/embeddings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Turn texts and pictures into vectors, as OpenAI’s API does
         * @description One vector an input, in order, all or nothing; the vectors are those of `POST /vectorize`. A picture is a data URI of an image type, in base64. Arrays of token ids are not taken.
         */
        post: operations["createEmbeddings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the model that is served */
        get: operations["listModels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/models/{model}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Describe a model that is served */
        get: operations["getModel"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find pictures by words, from an address bar */
        get: operations["searchByTextInAddress"];
        put?: never;
        /** Find pictures by words */
        post: operations["searchByText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search/image": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find pictures like a picture
         * @description The picture is a file in a form, the whole body, or in JSON its base64 or the id of a stored one, which is then left out of the hits. Parameters in the body win over those in the address.
         */
        post: operations["searchByImage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{image_id}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Find pictures like a stored one */
        get: operations["findSimilarImages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find pictures by words, pictures and vectors together
         * @description The vectors of the parts are added up by their weights; a negative weight pushes away. Pictures are base64, ids of stored ones, or files of a form, which parts name by their number.
         */
        post: operations["search"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/search/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Answer many searches in one call
         * @description All or nothing: the first search that fails is the answer. What they hold is embedded together.
         */
        post: operations["searchBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List images by id, name or time */
        get: operations["listImages"];
        put?: never;
        /**
         * Add pictures
         * @description One or many files in a form, or one picture as the whole body with its metadata in the address. One picture: 201 when it is new, 200 when it was there, or its problem. Several: 200 with a result each, or a 503 where none of them could be taken now. A picture is searchable when the call returns. In a form, metadata in the address holds for a file whose own entry says nothing.
         */
        post: operations["addImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/compare": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find the files that are stored as they are
         * @description A file whose size and time of modification are those that were recorded with its vector need not be sent again. Changes nothing.
         */
        post: operations["compareFiles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/prune": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forget images whose files are gone
         * @description Looks for the files of a page of images and removes the records of those that are gone from the library; by default it only tells them. A file that comes back can be added again.
         */
        post: operations["pruneImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/duplicates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find copies and bursts in the library
         * @description Looks at the vectors of all images that match, once; 100,000 take some seconds. One such report is made at a time.
         */
        get: operations["findDuplicates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change the metadata of all images that match
         * @description Sets fields, and adds and removes tags beside those that an image has; by default it only tells which images match. Call it with `next_cursor` until that is null.
         */
        post: operations["updateImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove all images that match
         * @description Does to each what DELETE /images/{image_id} does: removes the record, and the file when it came by upload. By default it only tells which images match. Call it with `next_cursor` until that is null.
         */
        post: operations["deleteImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add images with their vectors
         * @description Takes documents of the known form, one JSON object a line, as `likeness export` writes them: nothing is embedded, and no file is read. The answer has a line for each, in order, while the request is still being read; the last one has the sums and comes when everything is searchable. A failed line does not stop the others, and the same import again finds what is stored already unchanged. Under an `Idempotency-Key` it has at most 5,000 lines, and its answer comes at the end.
         */
        post: operations["importImages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{image_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one image’s record */
        get: operations["getImage"];
        put?: never;
        post?: never;
        /**
         * Remove an image
         * @description Removes the record, and the file when it came by upload. A later ingest leaves the picture out unless it is told to restore it.
         */
        delete: operations["deleteImage"];
        options?: never;
        head?: never;
        /**
         * Change an image’s metadata
         * @description What is not named stays as it is; null clears a value (RFC 7396).
         */
        patch: operations["updateImage"];
        trace?: never;
    };
    "/images/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count images by tag, year, folder, format and camera
         * @description Counts all images that match the filter, or the whole library.
         */
        get: operations["getFacets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/ingest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take in pictures of the library
         * @description Does what `likeness ingest` does, in the service: folders of its library only. One job runs at a time in each instance; the others wait. A job outlives the instance that works on it: another one, or the next start, goes on with it.
         */
        post: operations["startIngestJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List jobs, the newest first */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read how far a job is */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a job
         * @description A job that waits is cancelled at once; one that runs ends within a few seconds. What it has done stays. One that has ended stays as it is.
         */
        post: operations["cancelJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{job_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a job by server-sent events
         * @description An event `progress` with the job whenever it has changed, then one `end`, and the stream ends.
         */
        get: operations["followJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{image_id}/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read the original file
         * @description Takes the other conditions of RFC 9110 as well.
         */
        get: operations["getImageContent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/{image_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a small picture of the image */
        get: operations["getImageThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tell how large the library is */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        AddImagesForm: {
            /** @description One or many files. */
            image: Blob[];
            /** @description One entry a file, in the order of the files: one JSON array, or a field of JSON for each. */
            metadata?: components["schemas"]["ImageMetadata"][];
            /**
             * @description Replace other bytes at the path; otherwise that is a 409.
             * @default false
             */
            overwrite?: boolean;
            /**
             * @description Take a deleted picture back; with false that is a 409.
             * @default true
             */
            restore?: boolean;
        };
        AddImagesResult: {
            /** Format: double */
            took_ms: number;
            /** @description In the order of the files. */
            results: components["schemas"]["AddResult"][];
        };
        /** @description What became of one file: an image, or a problem. */
        AddResult: {
            /** @description The place of the file in the request. */
            index: number;
            status: components["schemas"]["AddStatus"];
            image?: components["schemas"]["Image"];
            problem?: components["schemas"]["Problem"];
        };
        /**
         * @description `moved`: the library’s file of an image lies at another path now, and the image has followed it.
         * @enum {string}
         */
        AddStatus: "created" | "updated" | "moved" | "unchanged" | "failed";
        /**
         * @description As `AttributeValues`; null takes a value away. What is not named keeps its value.
         * @example {
         *       "album": "Porto",
         *       "rating": null
         *     }
         */
        AttributeChanges: {
            [key: string]: components["schemas"]["AttributeValue"] | null;
        };
        /**
         * @description What must hold of one attribute, by its type: `any` of a keyword, `min` and `max` of a number, `is` of a boolean, `from` and `before` of a date. An attribute without a value fulfils no condition.
         * @example {
         *       "any": [
         *         "Lisbon",
         *         "Porto"
         *       ]
         *     }
         */
        AttributeCondition: {
            /** @description Of a keyword: one of these. */
            any?: string[];
            /** @description Of a number: not below this. */
            min?: number;
            /** @description Of a number: not above this. */
            max?: number;
            /** @description Of a boolean: this. */
            is?: boolean;
            from?: components["schemas"]["TimeOrDay"];
            before?: components["schemas"]["TimeOrDay"];
        };
        /**
         * @description Conditions on attributes by name, all of which hold.
         * @example {
         *       "album": {
         *         "any": [
         *           "Lisbon",
         *           "Porto"
         *         ]
         *       },
         *       "rating": {
         *         "min": 3
         *       }
         *     }
         */
        AttributeFilter: {
            [key: string]: components["schemas"]["AttributeCondition"];
        };
        /** @enum {string} */
        AttributeType: "keyword" | "number" | "boolean" | "date";
        /** @description A keyword or a date, a number, or true or false. */
        AttributeValue: string | number | boolean;
        /**
         * @description Values of attributes by name, each of the type that the service’s settings declare: a keyword of at most 256 characters, a number, true or false, or a date (RFC 3339, or a day, which begins at midnight in UTC). What is not named keeps its value.
         * @example {
         *       "album": "Lisbon",
         *       "rating": 4,
         *       "is_public": true
         *     }
         */
        AttributeValues: {
            [key: string]: components["schemas"]["AttributeValue"];
        };
        /**
         * @description The values of the attributes that the service’s settings declare, by name; an attribute without a value is left out. Dates are in UTC.
         * @example {
         *       "album": "Lisbon",
         *       "rating": 4,
         *       "is_public": true
         *     }
         */
        Attributes: {
            [key: string]: components["schemas"]["AttributeValue"];
        };
        Base64Image: {
            /** @description The bytes of the picture file. */
            base64: string;
        };
        /** @description A vector as base64 of little-endian float32. */
        Base64Vector: string;
        /** @description Degrees; a box whose west lies east of its east reaches over the 180th meridian. */
        Box: {
            /** Format: double */
            north: number;
            /** Format: double */
            south: number;
            /** Format: double */
            east: number;
            /** Format: double */
            west: number;
        };
        /**
         * @description Words about the picture, which searches by words find.
         * @example Evening by the harbour
         */
        Caption: string;
        Circle: {
            centre: components["schemas"]["Location"];
            /**
             * Format: double
             * @description Metres along the ground.
             */
            radius_m: number;
        };
        /**
         * @description Folds copies of a picture, and the shots of one burst, into the best of them, which tells the others in `duplicates`.
         * @enum {string}
         */
        Collapse: "near_duplicates";
        /**
         * @example {
         *       "parts": [
         *         {
         *           "image": {
         *             "image_id": "IMG_4032"
         *           }
         *         },
         *         {
         *           "text": "at night",
         *           "weight": 0.5
         *         },
         *         {
         *           "text": "people",
         *           "weight": -0.5
         *         }
         *       ]
         *     }
         */
        ComposedSearch: {
            /** @description What the query is made of. Stored pictures among the parts are left out of the hits. */
            parts: components["schemas"]["QueryPart"][];
            /**
             * @description How many hits are wanted.
             * @default 10
             */
            k?: number;
            /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
            num_candidates?: number;
            filter?: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description Hits below this score are left out.
             */
            min_score?: number;
            relevance?: components["schemas"]["Relevance"];
            collapse?: components["schemas"]["Collapse"];
            /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
            fields?: components["schemas"]["HitField"][];
            /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
            cursor?: string;
            /**
             * @description Tell how the search was done, and what each part gives to each score.
             * @default false
             */
            explain?: boolean;
            /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
            facets?: components["schemas"]["FacetName"][];
            mode?: components["schemas"]["SearchMode"];
        };
        ComposedSearchForm: {
            /** @description The files that parts name by `upload`. */
            image: Blob[];
            /** @description One JSON array, or a field of JSON for each. */
            parts: components["schemas"]["QueryPart"][];
            /**
             * @description How many hits are wanted.
             * @default 10
             */
            k?: number;
            /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
            num_candidates?: number;
            filter?: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description Hits below this score are left out.
             */
            min_score?: number;
            relevance?: components["schemas"]["Relevance"];
            collapse?: components["schemas"]["Collapse"];
            /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
            fields?: components["schemas"]["HitField"][];
            /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
            cursor?: string;
            /**
             * @description Tell how the search was done, and what each part gives to each score.
             * @default false
             */
            explain?: boolean;
            /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
            facets?: components["schemas"]["FacetName"][];
            mode?: components["schemas"]["SearchMode"];
        };
        Contribution: {
            /**
             * Format: double
             * @description Cosine similarity of the part’s and the picture’s vectors.
             */
            similarity: number;
            /**
             * Format: double
             * @description What the part gives to the score; those of all parts add up to it.
             */
            contribution: number;
        };
        /** @description A vector: numbers, or little-endian float32 in base64. It need not be of unit length. */
        DocumentVector: number[] | string;
        DocumentsHeader: {
            /** @constant */
            format: "likeness-images";
            version: number;
            space: components["schemas"]["VectorSpace"];
            /** Format: date-time */
            exported_at?: string;
        };
        DuplicateGroup: {
            /** @description Images of the group, listed or not. */
            count: number;
            /**
             * Format: double
             * @description Cosine of the first image and the one least like it.
             */
            similarity: number;
            /** @description By id, at most 100. The others are near duplicates of the first. */
            images: components["schemas"]["DuplicateImage"][];
        };
        DuplicateImage: {
            image_id: components["schemas"]["ImageId"];
            relative_path: string;
            /** Format: int64 */
            size_bytes: number | null;
        };
        DuplicateReport: {
            /** Format: double */
            took_ms: number;
            /** @description Images that were looked at. */
            images: number;
            /** @description Groups, listed or not. */
            groups_total: number;
            /** @description Images beyond the first of each group. */
            duplicates_total: number;
            /** @description The largest first. */
            groups: components["schemas"]["DuplicateGroup"][];
        };
        Embedding: {
            /** @constant */
            object: "embedding";
            /** @description The place of the input. */
            index: number;
            embedding: components["schemas"]["EncodedVector"];
            /** @description The text was longer than the model reads; its end was left out. */
            truncated?: boolean;
        };
        /**
         * @description A text of at most 10000 characters; or a picture as a data URI, `data:image/…;base64,…`. Everything that does not begin with `data:image/` is a text.
         * @example a cup of coffee
         */
        EmbeddingInput: string;
        EmbeddingInputList: components["schemas"]["EmbeddingInput"][];
        /** @description One input or a list of them. */
        EmbeddingInputs: components["schemas"]["EmbeddingInput"] | components["schemas"]["EmbeddingInputList"];
        EmbeddingModel: {
            id: string;
            /** @constant */
            object: "model";
            /** @description When this instance loaded it, in seconds since 1970. */
            created: number;
            owned_by: string;
        };
        EmbeddingModelList: {
            /** @constant */
            object: "list";
            data: components["schemas"]["EmbeddingModel"][];
        };
        EmbeddingsRequest: {
            /** @description The model’s name, as `GET /v1/models` gives it. */
            model: string;
            input: components["schemas"]["EmbeddingInputs"];
            encoding_format?: components["schemas"]["EncodingFormat"];
            /** @description How many numbers a vector has; no other than the model’s is taken. */
            dimensions?: number;
            /** @description Taken, and not used. */
            user?: string;
        };
        EmbeddingsResult: {
            /** @constant */
            object: "list";
            /** @description In the order of the inputs. */
            data: components["schemas"]["Embedding"][];
            model: string;
            usage: components["schemas"]["EmbeddingsUsage"];
        };
        /** @description Tokens that the model read of the texts, those it wants around them included. Pictures have none, and texts that Elasticsearch embeds count as none. */
        EmbeddingsUsage: {
            prompt_tokens: number;
            total_tokens: number;
        };
        /** @description Of unit length; numbers, or base64 of little-endian float32, as `encoding_format` says. */
        EncodedVector: components["schemas"]["FloatVector"] | components["schemas"]["Base64Vector"];
        /**
         * @description Vectors as arrays of numbers, or as base64 of little-endian float32.
         * @default float
         * @enum {string}
         */
        EncodingFormat: "float" | "base64";
        ExplainedPart: {
            type: components["schemas"]["PartType"];
            /** Format: double */
            weight: number;
            /** @description Whether its vector was kept from before; null for a stored or given one. */
            cached: boolean | null;
        };
        Facet: {
            /** @description The greatest counts first, equal ones by their value. */
            values: components["schemas"]["FacetCount"][];
            /** @description How many images have no value. */
            missing: number;
            /** @description The sum of the counts that are not listed. An image counts once for each of its tags. */
            others: number;
        };
        FacetCount: {
            value: string;
            /** @description How many images have the value. */
            count: number;
        };
        /**
         * @description What images are counted by.
         * @enum {string}
         */
        FacetName: "tags" | "year" | "folder" | "format" | "camera";
        /** @description Those that were asked for. */
        Facets: {
            tags?: components["schemas"]["Facet"];
            year?: components["schemas"]["Facet"];
            folder?: components["schemas"]["Facet"];
            format?: components["schemas"]["Facet"];
            camera?: components["schemas"]["Facet"];
        };
        FacetsResult: {
            /** Format: double */
            took_ms: number;
            facets: components["schemas"]["Facets"];
        };
        FailedImage: {
            image_id: components["schemas"]["ImageId"];
            code: string;
            detail: string;
        };
        FileComparison: {
            /**
             * @example [
             *       {
             *         "relative_path": "phone/IMG_4032.jpeg",
             *         "size_bytes": 2481152,
             *         "file_modified_at": "2024-05-17T18:03:00.000Z"
             *       }
             *     ]
             */
            files: components["schemas"]["FileFacts"][];
        };
        FileComparisonResult: {
            /** Format: double */
            took_ms: number;
            /** @description The `relative_path` of each file that is stored with this size and time. */
            unchanged: string[];
            /** @description That of each file that is stored with another size or time; what is in neither list is not stored. */
            changed: string[];
        };
        /**
         * @description What is known of a file without reading it.
         * @example {
         *       "relative_path": "phone/IMG_4032.jpeg",
         *       "size_bytes": 2481152,
         *       "file_modified_at": "2024-05-17T18:03:00.000Z"
         *     }
         */
        FileFacts: {
            relative_path: components["schemas"]["RelativePath"];
            /** Format: int64 */
            size_bytes: number;
            /**
             * Format: date-time
             * @description When the file was last modified (RFC 3339; compared in milliseconds).
             */
            file_modified_at: string;
        };
        /**
         * @description Whether the service wrote the file, and removes it with the image.
         * @enum {string}
         */
        FileOrigin: "upload" | "ingest";
        /**
         * @description Conditions that all hold. One on what is not known of a picture, such as its date, does not hold; its `not` does. At most 8 levels deep, and 256 filters in all.
         * @example {
         *       "tags": {
         *         "any": [
         *           "holiday"
         *         ]
         *       },
         *       "path_prefix": "phone/"
         *     }
         * @example {
         *       "taken_at": {
         *         "from": "2024-05-01",
         *         "before": "2024-06-01"
         *       },
         *       "not": {
         *         "tags": {
         *           "any": [
         *             "draft"
         *           ]
         *         }
         *       }
         *     }
         */
        Filter: {
            tags?: components["schemas"]["TagCondition"];
            /** @description How `relative_path` starts, such as `phone/`. */
            path_prefix?: string;
            /** @description One of these. */
            image_ids?: components["schemas"]["ImageId"][];
            taken_at?: components["schemas"]["TimeRange"];
            added_at?: components["schemas"]["TimeRange"];
            location?: components["schemas"]["Place"];
            /** @description One of these. */
            camera?: string[];
            /** @description One of these. */
            format?: components["schemas"]["ImageFormat"][];
            /** @description One of these. */
            orientation?: components["schemas"]["Orientation"][];
            width?: components["schemas"]["NumberRange"];
            height?: components["schemas"]["NumberRange"];
            size_bytes?: components["schemas"]["NumberRange"];
            attributes?: components["schemas"]["AttributeFilter"];
            /** @description Every one of these holds. */
            and?: components["schemas"]["Filter"][];
            /** @description At least one of these holds. */
            or?: components["schemas"]["Filter"][];
            not?: components["schemas"]["Filter"];
        };
        /** @description A vector as numbers. */
        FloatVector: number[];
        /** @description Of a collapsed search: what was folded into this hit. */
        FoldedHits: {
            count: number;
            /** @description The best of them. */
            image_ids: components["schemas"]["ImageId"][];
        };
        /** @description An image found, with its score. */
        Hit: {
            image_id: components["schemas"]["ImageId"];
            image_name?: string;
            relative_path?: string;
            tags?: string[];
            caption?: string | null;
            attributes?: components["schemas"]["Attributes"];
            /** Format: date-time */
            taken_at?: string | null;
            location?: components["schemas"]["Location"] | null;
            /**
             * @description Maker and model, as the file tells them.
             * @example Apple iPhone 15
             */
            camera?: string | null;
            /** Format: date-time */
            added_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** @description Pixels, after EXIF orientation. */
            width?: number | null;
            /** @description Pixels, after EXIF orientation. */
            height?: number | null;
            format?: components["schemas"]["ImageFormat"] | null;
            /** Format: int64 */
            size_bytes?: number | null;
            /**
             * Format: date-time
             * @description When the file was last modified, as it was when its vector was made; null where that is not known yet.
             */
            file_modified_at?: string | null;
            content_sha256?: string | null;
            /**
             * Format: double
             * @description Cosine similarity of the query’s and the picture’s vectors; higher is better.
             */
            score: number;
            /**
             * Format: double
             * @description Of the modes `text` and `hybrid`, where the picture was found by words: how rare those are, added up. Comparable within one answer.
             */
            text_score?: number;
            /**
             * Format: double
             * @description Of the mode `hybrid`, which orders by it: 1 / (60 + rank) for the place among the nearest and the same for the place among those found by words, added up.
             */
            rank_score?: number;
            /** @description The picture’s vector; only when `fields` names it. */
            image_embedding?: number[];
            duplicates?: components["schemas"]["FoldedHits"];
            /** @description Of an explained search, in the order of its parts. */
            contributions?: components["schemas"]["Contribution"][];
            links: components["schemas"]["ImageLinks"];
        };
        /**
         * @description A field of a hit.
         * @enum {string}
         */
        HitField: "image_id" | "image_name" | "relative_path" | "tags" | "caption" | "attributes" | "taken_at" | "location" | "camera" | "added_at" | "updated_at" | "width" | "height" | "format" | "size_bytes" | "file_modified_at" | "content_sha256" | "image_embedding";
        /** @description A stored image. What is null below `camera` is unknown: of a document that somebody else wrote into the index. */
        Image: {
            image_id: components["schemas"]["ImageId"];
            image_name: string;
            relative_path: string;
            tags: string[];
            caption: string | null;
            attributes: components["schemas"]["Attributes"];
            /** Format: date-time */
            taken_at: string | null;
            location: components["schemas"]["Location"] | null;
            /**
             * @description Maker and model, as the file tells them.
             * @example Apple iPhone 15
             */
            camera: string | null;
            /** Format: date-time */
            added_at: string | null;
            /** Format: date-time */
            updated_at: string | null;
            /** @description Pixels, after EXIF orientation. */
            width: number | null;
            /** @description Pixels, after EXIF orientation. */
            height: number | null;
            format: components["schemas"]["ImageFormat"] | null;
            /** Format: int64 */
            size_bytes: number | null;
            /**
             * Format: date-time
             * @description When the file was last modified, as it was when its vector was made; null where that is not known yet.
             */
            file_modified_at: string | null;
            content_sha256: string | null;
            links: components["schemas"]["ImageLinks"];
        };
        /** @description A stored image with its vector. All but id, path and vector may be left out. */
        ImageDocument: {
            image_id: components["schemas"]["ImageId"];
            relative_path: components["schemas"]["RelativePath"];
            image_embedding: components["schemas"]["DocumentVector"];
            image_name?: string;
            tags?: components["schemas"]["Tags"];
            caption?: components["schemas"]["Caption"] | null;
            attributes?: components["schemas"]["AttributeValues"];
            /** Format: date-time */
            taken_at?: string | null;
            location?: components["schemas"]["Location"] | null;
            camera?: string | null;
            /** Format: date-time */
            added_at?: string | null;
            /** Format: date-time */
            updated_at?: string | null;
            /** @description Pixels, after EXIF orientation. */
            width?: number | null;
            /** @description Pixels, after EXIF orientation. */
            height?: number | null;
            format?: components["schemas"]["ImageFormat"] | null;
            /** Format: int64 */
            size_bytes?: number | null;
            /** Format: date-time */
            file_modified_at?: string | null;
            content_sha256?: string | null;
            origin?: components["schemas"]["FileOrigin"];
        };
        /**
         * @description The format of a picture file.
         * @enum {string}
         */
        ImageFormat: "jpeg" | "png" | "webp" | "avif" | "heic" | "gif" | "tiff";
        /**
         * @description The id of an image: the client’s own, or made from the path.
         * @example IMG_4032
         */
        ImageId: string;
        /** @description A picture: its bytes, or the id of a stored one. */
        ImageInput: components["schemas"]["Base64Image"] | components["schemas"]["StoredImageRef"];
        /** @description Addresses relative to the service’s root. */
        ImageLinks: {
            /** @description The record. */
            self: string;
            /** @description The original file. */
            content: string;
            /** @description A small WebP picture. */
            thumbnail: string;
            /** @description Pictures like this one. */
            similar: string;
        };
        ImageMetadata: {
            image_id?: components["schemas"]["ImageId"];
            /**
             * @description The name that people see; that of the file where none is given.
             * @example IMG_4032.jpeg
             */
            image_name?: string;
            relative_path?: components["schemas"]["RelativePath"];
            tags?: components["schemas"]["Tags"];
            caption?: components["schemas"]["Caption"];
            attributes?: components["schemas"]["AttributeValues"];
            /**
             * Format: date-time
             * @description When the picture was taken (RFC 3339; kept in UTC).
             * @example 2024-05-17T18:03:00Z
             */
            taken_at?: string;
            location?: components["schemas"]["Location"];
        };
        /**
         * @description With `-` from the last to the first, such as `-taken_at` for the newest first. Images whose value is not known come last.
         * @default image_id
         * @enum {string}
         */
        ImageOrder: "image_id" | "-image_id" | "image_name" | "-image_name" | "taken_at" | "-taken_at" | "added_at" | "-added_at";
        ImagePage: {
            images: components["schemas"]["Image"][];
            /** @description How many images match, on all pages. */
            total: number;
            /** @description Pass it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        /**
         * @example {
         *       "image": {
         *         "image_id": "IMG_4032"
         *       }
         *     }
         */
        ImagePart: {
            image: components["schemas"]["PartImage"];
            /**
             * Format: double
             * @description How much the part counts beside the others; below 0 it pushes away.
             * @default 1
             */
            weight?: number;
        };
        /**
         * @example {
         *       "tags": [
         *         "holiday",
         *         "sea"
         *       ]
         *     }
         */
        ImagePatch: {
            /**
             * @description The name that people see; that of the file where none is given.
             * @example IMG_4032.jpeg
             */
            image_name?: string;
            tags?: components["schemas"]["Tags"];
            caption?: components["schemas"]["Caption"] | null;
            attributes?: components["schemas"]["AttributeChanges"];
            /**
             * Format: date-time
             * @description When the picture was taken (RFC 3339; kept in UTC).
             * @example 2024-05-17T18:03:00Z
             */
            taken_at?: string | null;
            location?: components["schemas"]["Location"] | null;
        };
        /** @description An image by its id and its path. */
        ImageRef: {
            image_id: components["schemas"]["ImageId"];
            relative_path: string;
        };
        /**
         * @example {
         *       "image": {
         *         "image_id": "IMG_4032"
         *       },
         *       "k": 3
         *     }
         */
        ImageSearch: {
            image: components["schemas"]["ImageInput"];
            /**
             * @description How many hits are wanted.
             * @default 10
             */
            k?: number;
            /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
            num_candidates?: number;
            filter?: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description Hits below this score are left out.
             */
            min_score?: number;
            relevance?: components["schemas"]["Relevance"];
            collapse?: components["schemas"]["Collapse"];
            /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
            fields?: components["schemas"]["HitField"][];
            /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
            cursor?: string;
            /**
             * @description Tell how the search was done, and what each part gives to each score.
             * @default false
             */
            explain?: boolean;
            /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
            facets?: components["schemas"]["FacetName"][];
            /** @description What the pictures should not be like. Weights are from 0 to 2 here, and 0.5 where they are left out. */
            exclude?: components["schemas"]["QueryPart"][];
        };
        ImageSearchForm: {
            /**
             * Format: binary
             * @description The bytes of a picture file: JPEG, PNG, WebP, AVIF, HEIC, GIF or TIFF. Any `image/…` type is taken as well.
             */
            image: Blob;
            /**
             * @description How many hits are wanted.
             * @default 10
             */
            k?: number;
            /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
            num_candidates?: number;
            filter?: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description Hits below this score are left out.
             */
            min_score?: number;
            relevance?: components["schemas"]["Relevance"];
            collapse?: components["schemas"]["Collapse"];
            /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
            fields?: components["schemas"]["HitField"][];
            /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
            cursor?: string;
            /**
             * @description Tell how the search was done, and what each part gives to each score.
             * @default false
             */
            explain?: boolean;
            /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
            facets?: components["schemas"]["FacetName"][];
            /** @description What the pictures should not be like. Weights are from 0 to 2 here, and 0.5 where they are left out. */
            exclude?: components["schemas"]["QueryPart"][];
        };
        ImageToVectorize: {
            image: components["schemas"]["ImageInput"];
        };
        /**
         * @example {
         *       "filter": {
         *         "tags": {
         *           "any": [
         *             "draft"
         *           ]
         *         }
         *       },
         *       "dry_run": true
         *     }
         */
        ImagesDelete: {
            filter: components["schemas"]["Filter"];
            /**
             * @description Only tells which images match; false does it.
             * @default true
             */
            dry_run?: boolean;
            /**
             * @description Images of this call.
             * @default 1000
             */
            limit?: number;
            /** @description `next_cursor` of the call before. */
            cursor?: string;
        };
        /**
         * @example {
         *       "filter": {
         *         "path_prefix": "phone/2024/"
         *       },
         *       "add_tags": [
         *         "holiday"
         *       ],
         *       "dry_run": true
         *     }
         */
        ImagesUpdate: {
            filter: components["schemas"]["Filter"];
            /**
             * @description Only tells which images match; false does it.
             * @default true
             */
            dry_run?: boolean;
            /**
             * @description Images of this call.
             * @default 1000
             */
            limit?: number;
            /** @description `next_cursor` of the call before. */
            cursor?: string;
            set?: components["schemas"]["ImagePatch"];
            add_tags?: components["schemas"]["Tags"];
            remove_tags?: components["schemas"]["Tags"];
        };
        /** @description A line of the answer: what became of one document, or at the end the sums. A problem without `line` ended the import before its end. */
        ImportLine: {
            /** @description The number of the line in the request. */
            line?: number;
            /** @description Absent where the line gives none. */
            image_id?: string;
            status?: components["schemas"]["ImportStatus"];
            problem?: components["schemas"]["Problem"];
            summary?: components["schemas"]["ImportSummary"];
        };
        /**
         * @description `unchanged`: stored already with the same fields and vector.
         * @enum {string}
         */
        ImportStatus: "created" | "updated" | "unchanged" | "failed";
        /** @description On the last line alone, once everything is searchable. */
        ImportSummary: {
            /** Format: double */
            took_ms: number;
            /** @description Images that are new. */
            created: number;
            /** @description Images that were stored otherwise. */
            updated: number;
            /** @description Images that were stored like this. */
            unchanged: number;
            /** @description Lines that were not taken. */
            failed: number;
            /** @description Vectors that were not of unit length, and are now. */
            normalised: number;
        };
        /** @description A line of an import: an image with its vector, or the header of an export. */
        ImportedDocument: components["schemas"]["ImageDocument"] | components["schemas"]["DocumentsHeader"];
        /**
         * @example {
         *       "path": "phone",
         *       "exclude": [
         *         "drafts/"
         *       ]
         *     }
         */
        IngestJobRequest: {
            /**
             * @description A folder or file of the library, relative to its root; all of it where this is left out.
             * @default
             */
            path?: string;
            /** @description Only files that match one of these, such as `*.jpg` or `phone/2024/**`. */
            include?: string[];
            /** @description Neither files nor folders that match one of these. */
            exclude?: string[];
            /**
             * @description Read every file, also those whose size and time are as they were recorded.
             * @default false
             */
            checksum?: boolean;
            /**
             * @description Take pictures back that were deleted.
             * @default false
             */
            restore?: boolean;
            /**
             * @description Then forget pictures whose files are gone, unless more than half of them are.
             * @default false
             */
            prune?: boolean;
        };
        /** @enum {string} */
        InputType: "text" | "image";
        /** @description The vector of one input. */
        InputVector: {
            /** @description The place of the input. */
            index: number;
            type: components["schemas"]["InputType"];
            vector: components["schemas"]["EncodedVector"];
            /** @description The text was longer than the model reads; its end was left out. */
            truncated?: boolean;
        };
        /** @description Long work that goes on without its request. */
        Job: {
            job_id: components["schemas"]["JobId"];
            kind: components["schemas"]["JobKind"];
            state: components["schemas"]["JobState"];
            request: components["schemas"]["IngestJobRequest"];
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            started_at: string | null;
            /** Format: date-time */
            finished_at: string | null;
            progress: components["schemas"]["JobProgress"];
            /** @description The first files that were not taken, when the job has ended; at most 100. */
            problems: components["schemas"]["JobProblem"][];
            problems_left_out: number;
            fault: components["schemas"]["JobFault"] | null;
            is_cancel_requested: boolean;
            /** @description How often an instance began with it: more than once where one died or was stopped. */
            attempts: number;
            links: components["schemas"]["JobLinks"];
        };
        /** @description One of the events that a job is followed by. */
        JobEvent: {
            event: components["schemas"]["JobEventName"];
            /** @description The job as it is then: a `Job`. */
            data: string;
        };
        /** @enum {string} */
        JobEventName: "progress" | "end";
        /** @description What ended a job before its end. */
        JobFault: {
            code: string;
            detail: string;
        };
        /**
         * Format: uuid
         * @description The id of a job.
         */
        JobId: string;
        /** @enum {string} */
        JobKind: "ingest";
        /** @description Addresses relative to the service’s root. */
        JobLinks: {
            self: string;
            events: string;
            cancel: string;
        };
        JobList: {
            /** @description The newest first. */
            jobs: components["schemas"]["Job"][];
        };
        /** @description A file that was not taken, and why. */
        JobProblem: {
            relative_path: string;
            outcome: string;
            code: string;
            detail: string;
        };
        JobProgress: {
            /** @description Files found so far; all there are once `is_counted`. */
            found: number;
            is_counted: boolean;
            /** @description Files that have their outcome. */
            done: number;
            /** @description Files by outcome, such as `created` or `failed`. */
            counts: {
                [key: string]: number;
            };
        };
        /** @enum {string} */
        JobState: "queued" | "running" | "succeeded" | "failed" | "cancelled";
        Liveness: {
            /** @constant */
            status: "live";
        };
        /**
         * @example {
         *       "lat": 52.52,
         *       "lon": 13.405
         *     }
         */
        Location: {
            /**
             * Format: double
             * @description Degrees north.
             */
            lat: number;
            /**
             * Format: double
             * @description Degrees east.
             */
            lon: number;
        };
        ManyResult: {
            /** Format: double */
            took_ms: number;
            dry_run: boolean;
            /** @description The images of this page that match. */
            matched: components["schemas"]["ImageRef"][];
            /** @description Those of them that could not be changed, and why. */
            failed: components["schemas"]["FailedImage"][];
            /** @description Pass it as `cursor` to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description The model that made the vectors. */
        ModelRef: {
            name: string;
            revision: string;
            /** @description How many numbers a vector has. */
            dims: number;
        };
        /** @description A range of whole numbers; both ends belong to the range. */
        NumberRange: {
            /** Format: int64 */
            min?: number;
            /** Format: int64 */
            max?: number;
        };
        /** @description A failure in the form that client libraries of OpenAI’s API read. */
        OpenaiError: {
            /** @description The problem’s `detail`. */
            message: string;
            /**
             * @description `invalid_request_error` for a fault of the request, otherwise `server_error`.
             * @example invalid_request_error
             * @example server_error
             */
            type: string;
            /**
             * @description The problem’s `code` in lower case, or the name that OpenAI has for it.
             * @example model_not_found
             * @example invalid_api_key
             * @example overloaded
             */
            code: string;
            /**
             * @description The place in the request, where there is one.
             * @example input[3]
             */
            param: string | null;
        };
        /** @enum {string} */
        Orientation: "landscape" | "portrait" | "square";
        /** @description A picture: its bytes, the id of a stored one, or a file of the same form. */
        PartImage: components["schemas"]["Base64Image"] | components["schemas"]["StoredImageRef"] | components["schemas"]["UploadRef"];
        /** @enum {string} */
        PartType: "text" | "image" | "vector";
        /**
         * @example {
         *       "within": {
         *         "centre": {
         *           "lat": 52.52,
         *           "lon": 13.405
         *         },
         *         "radius_m": 5000
         *       }
         *     }
         */
        Place: {
            within?: components["schemas"]["Circle"];
            box?: components["schemas"]["Box"];
        };
        /** @description A failure (RFC 9457); below /v1 with `error` beside it. */
        Problem: {
            /**
             * Format: uri-reference
             * @example /problems/IMAGE_NOT_FOUND
             */
            type: string;
            title: string;
            status: number;
            /** @description What happened, in this case. */
            detail: string;
            /** @description The request id, as in the log and in `x-request-id`. */
            instance: string;
            /**
             * @description Stable; listed in docs/errors.md.
             * @example VALIDATION_FAILED
             * @example BODY_INVALID
             * @example VECTOR_INVALID
             */
            code: string;
            errors?: components["schemas"]["ProblemPlace"][];
            error?: components["schemas"]["OpenaiError"];
        };
        /** @description What is wrong at one place of the request. */
        ProblemPlace: {
            /** @description JSON pointer (RFC 6901) to the place in the request. */
            pointer: string;
            detail: string;
        };
        /**
         * @example {
         *       "dry_run": true,
         *       "filter": {
         *         "path_prefix": "phone/"
         *       }
         *     }
         */
        PruneRequest: {
            /**
             * @description Only tells what is missing; false removes the records as well.
             * @default true
             */
            dry_run?: boolean;
            filter?: components["schemas"]["Filter"];
            /**
             * @description Images that are looked at in this call.
             * @default 1000
             */
            limit?: number;
            /** @description `next_cursor` of the call before. */
            cursor?: string;
        };
        PruneResult: {
            /** Format: double */
            took_ms: number;
            /** @description Images whose files were looked for. */
            checked: number;
            /** @description Those whose file is gone; removed unless it was a dry run. */
            missing: components["schemas"]["ImageRef"][];
            /** @description Pass it as `cursor` to go on; null at the end. */
            next_cursor: string | null;
        };
        /** @description Words, a picture, or a vector of the model in use, with a weight. */
        QueryPart: components["schemas"]["TextPart"] | components["schemas"]["ImagePart"] | components["schemas"]["VectorPart"];
        Readiness: {
            /** @constant */
            status: "ready";
            /** @description The service’s version. */
            version: string;
            model: components["schemas"]["ServedModel"];
            store: components["schemas"]["ServedStore"];
        };
        /**
         * @description Where the picture lies below the library root, with `/` between the names.
         * @example phone/IMG_4032.jpeg
         */
        RelativePath: string;
        /**
         * @description `auto` ends the hits where they stop being answers, by how far they stand out from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score` beside it.
         * @default all
         * @enum {string}
         */
        Relevance: "auto" | "all";
        SearchBatch: {
            searches: components["schemas"]["ComposedSearch"][];
        };
        SearchBatchItem: {
            /** @description The text was longer than the model reads; its end was left out. */
            truncated?: boolean;
            /** @description Best first; equal scores by image_id. */
            hits: components["schemas"]["Hit"][];
            /** @description Pass it as `cursor`, with the same query, for the next page; null on the last. */
            next_cursor: string | null;
            explanation?: components["schemas"]["SearchExplanation"];
            facets?: components["schemas"]["Facets"];
        };
        SearchBatchResult: {
            /**
             * Format: double
             * @description Milliseconds of all searches together.
             */
            took_ms: number;
            model: components["schemas"]["ModelRef"];
            /** @description In the order of the searches. */
            results: components["schemas"]["SearchBatchItem"][];
        };
        SearchExplanation: {
            kind: components["schemas"]["SearchKind"];
            /** @description Breadth of an approximate search; null where it has none. */
            num_candidates: number | null;
            /**
             * Format: double
             * @description Milliseconds until the vectors of all parts were there.
             */
            embed_ms: number;
            /**
             * Format: double
             * @description Milliseconds of the store.
             */
            store_ms: number;
            /**
             * Format: double
             * @description With `relevance: auto`, the score below which hits were left out; null where all count, or none stood out.
             */
            cutoff_score: number | null;
            /** @description The query’s parts in their order, those to exclude at the end. */
            parts: components["schemas"]["ExplainedPart"][];
        };
        /**
         * @description `exact`: every vector that the filter leaves was compared. `approximate`: the likely ones were looked for, so that a hit may be missed; the scores of those found are exact all the same.
         * @enum {string}
         */
        SearchKind: "exact" | "approximate";
        /**
         * @description What the text is compared with. `vector`: what the pictures show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In the last two, `score` is still the cosine but the hits are not ordered by it, there is one page without a cursor, and `min_score`, `num_candidates` and the weights of further parts act on the vectors alone. They take exactly one text with a weight above 0.
         * @default vector
         * @enum {string}
         */
        SearchMode: "vector" | "text" | "hybrid";
        SearchResult: {
            /**
             * Format: double
             * @description Milliseconds, embedding included.
             */
            took_ms: number;
            model: components["schemas"]["ModelRef"];
            /** @description The text was longer than the model reads; its end was left out. */
            truncated?: boolean;
            /** @description Best first; equal scores by image_id. */
            hits: components["schemas"]["Hit"][];
            /** @description Pass it as `cursor`, with the same query, for the next page; null on the last. */
            next_cursor: string | null;
            explanation?: components["schemas"]["SearchExplanation"];
            facets?: components["schemas"]["Facets"];
        };
        /** @description The model in use. */
        ServedModel: {
            name: string;
            revision: string;
            /** @description How many numbers a vector has. */
            dims: number;
            title: string;
            /** @description What the model can and cannot do. */
            description: string;
            /** @description The vector space; vectors of one space are comparable. */
            space: string;
        };
        /** @description The store in use. */
        ServedStore: {
            description: string;
            images: number;
        };
        Stats: {
            images: number;
            /** @description How many images are of each format; those of unknown format are left out. */
            formats: {
                [key: string]: number;
            };
            /**
             * Format: int64
             * @description Of the pictures’ files, as far as it is known.
             */
            picture_bytes: number;
            /**
             * Format: int64
             * @description Of the index on disk, with all its copies on a cluster.
             */
            index_bytes: number;
            /** @description The attributes that the service’s settings declare, with their types. */
            attributes: {
                [key: string]: components["schemas"]["AttributeType"];
            };
            model: components["schemas"]["ModelRef"];
            /** @description Which engine holds the index. */
            store: string;
            /** @description The service’s version. */
            version: string;
        };
        /** @description A picture that is stored already. */
        StoredImageRef: {
            image_id: components["schemas"]["ImageId"];
        };
        /**
         * @example {
         *       "any": [
         *         "holiday",
         *         "sea"
         *       ]
         *     }
         */
        TagCondition: {
            /** @description At least one of these. */
            any?: string[];
            /** @description Every one of these. */
            all?: string[];
            /** @description Not one of these. */
            none?: string[];
        };
        /**
         * @description Words of the client’s own.
         * @example [
         *       "holiday",
         *       "sea"
         *     ]
         */
        Tags: string[];
        /**
         * @example {
         *       "text": "people",
         *       "weight": -0.5
         *     }
         */
        TextPart: {
            /**
             * @description The words to search with.
             * @example a cup of coffee
             */
            text: string;
            /**
             * Format: double
             * @description How much the part counts beside the others; below 0 it pushes away.
             * @default 1
             */
            weight?: number;
        };
        /**
         * @example {
         *       "query": "a cup of coffee",
         *       "k": 3
         *     }
         */
        TextSearch: {
            /**
             * @description The words to search with.
             * @example a cup of coffee
             */
            query: string;
            /**
             * @description How many hits are wanted.
             * @default 10
             */
            k?: number;
            /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
            num_candidates?: number;
            filter?: components["schemas"]["Filter"];
            /**
             * Format: double
             * @description Hits below this score are left out.
             */
            min_score?: number;
            relevance?: components["schemas"]["Relevance"];
            collapse?: components["schemas"]["Collapse"];
            /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
            fields?: components["schemas"]["HitField"][];
            /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
            cursor?: string;
            /**
             * @description Tell how the search was done, and what each part gives to each score.
             * @default false
             */
            explain?: boolean;
            /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
            facets?: components["schemas"]["FacetName"][];
            /** @description What the pictures should not be like. Weights are from 0 to 2 here, and 0.5 where they are left out. */
            exclude?: components["schemas"]["QueryPart"][];
            mode?: components["schemas"]["SearchMode"];
        };
        TextToVectorize: {
            /**
             * @description The words to search with.
             * @example a cup of coffee
             */
            text: string;
        };
        /**
         * @description The longer side has at most 256 (small), 512 (medium) or 1024 (large) pixels; pictures are never enlarged.
         * @default small
         * @enum {string}
         */
        ThumbnailSize: "small" | "medium" | "large";
        /**
         * Format: date-or-date-time
         * @description A time (RFC 3339), or a day, which begins at midnight in UTC.
         * @example 2024-05-01
         * @example 2024-05-01T18:30:00Z
         */
        TimeOrDay: string;
        /**
         * @example {
         *       "from": "2024-05-01",
         *       "before": "2024-06-01"
         *     }
         */
        TimeRange: {
            from?: components["schemas"]["TimeOrDay"];
            before?: components["schemas"]["TimeOrDay"];
        };
        /** @description A picture that comes as a file of the same form. */
        UploadRef: {
            /** @description Which of the form’s `image` files, counted from 0. */
            upload: number;
        };
        VectorPart: {
            /** @description As many numbers as the model’s vectors have; of any length but 0. */
            vector: number[];
            /**
             * Format: double
             * @description How much the part counts beside the others; below 0 it pushes away.
             * @default 1
             */
            weight?: number;
        };
        /** @description What makes vectors comparable. */
        VectorSpace: {
            id: string;
            image_tower_sha256: string;
            preprocessing: string;
            dims: number;
        };
        /** @description Texts and pictures in any order, at least one; the vectors come in the order of the parts. */
        VectorizeForm: {
            text?: string[];
            image?: Blob[];
            encoding_format?: components["schemas"]["EncodingFormat"];
        };
        /** @description A text or a picture. */
        VectorizeInput: components["schemas"]["TextToVectorize"] | components["schemas"]["ImageToVectorize"];
        /**
         * @example {
         *       "inputs": [
         *         {
         *           "text": "a cup of coffee"
         *         },
         *         {
         *           "image": {
         *             "image_id": "IMG_4032"
         *           }
         *         }
         *       ]
         *     }
         */
        VectorizeRequest: {
            inputs: components["schemas"]["VectorizeInput"][];
            encoding_format?: components["schemas"]["EncodingFormat"];
        };
        VectorizeResult: {
            /** Format: double */
            took_ms: number;
            model: components["schemas"]["ModelRef"];
            /** @description In the order of the inputs. */
            vectors: components["schemas"]["InputVector"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getLiveness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It runs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Liveness"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadiness: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It can serve. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The metrics as they are now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example likeness_cache_requests_total{cache="text",outcome="hit"} 12 */
                    "text/plain": string;
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    vectorize: {
        parameters: {
            query?: {
                /** @description Vectors as arrays of numbers, or as base64 of little-endian float32. */
                encoding_format?: components["schemas"]["EncodingFormat"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "inputs": [
                 *         {
                 *           "text": "a cup of coffee"
                 *         },
                 *         {
                 *           "image": {
                 *             "image_id": "chelsea-cat-6065699d1083"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["VectorizeRequest"];
                /**
                 * @example {
                 *       "text": [
                 *         "a cup of coffee"
                 *       ],
                 *       "image": [
                 *         "samples/photos/food/coffee-cup.jpg"
                 *       ],
                 *       "encoding_format": "base64"
                 *     }
                 */
                "multipart/form-data": components["schemas"]["VectorizeForm"];
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description The vectors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VectorizeResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createEmbeddings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "model": "builtin",
                 *       "input": [
                 *         "a cup of coffee",
                 *         "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAAAAADhZOFXAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAADklEQVQI12NogAIGyhgAgIQgAb2ruSwAAAAASUVORK5CYII="
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["EmbeddingsRequest"];
            };
        };
        responses: {
            /** @description The vectors. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbeddingsResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listModels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The models: one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbeddingModelList"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getModel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The name of a model.
                 * @example builtin
                 */
                model: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The model. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmbeddingModel"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchByTextInAddress: {
        parameters: {
            query: {
                /**
                 * @description The words to search with.
                 * @example a cup of coffee
                 */
                q: string;
                /**
                 * @description How many hits are wanted.
                 * @example 3
                 */
                k?: number;
                /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
                num_candidates?: number;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
                /** @description Hits below this score are left out. */
                min_score?: number;
                /** @description `auto` ends the hits where they stop being answers, by how far they stand out from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score` beside it. */
                relevance?: components["schemas"]["Relevance"];
                /** @description Folds copies of a picture, and the shots of one burst, into the best of them, which tells the others in `duplicates`. */
                collapse?: components["schemas"]["Collapse"];
                /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
                fields?: components["schemas"]["HitField"][];
                /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
                cursor?: string;
                /** @description Tell how the search was done, and what each part gives to each score. */
                explain?: boolean;
                /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
                facets?: components["schemas"]["FacetName"][];
                /**
                 * @description What the text is compared with. `vector`: what the pictures show. `text`: the words of their names, paths and tags. `hybrid`: both, fused by rank. In the last two, `score` is still the cosine but the hits are not ordered by it, there is one page without a cursor, and `min_score`, `num_candidates` and the weights of further parts act on the vectors alone. They take exactly one text with a weight above 0.
                 * @example hybrid
                 */
                mode?: components["schemas"]["SearchMode"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hits, best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchByText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "query": "a cup of coffee",
                 *       "k": 3,
                 *       "filter": {
                 *         "path_prefix": "food/"
                 *       },
                 *       "facets": [
                 *         "tags"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["TextSearch"];
            };
        };
        responses: {
            /** @description The hits, best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchByImage: {
        parameters: {
            query?: {
                /**
                 * @description How many hits are wanted.
                 * @example 3
                 */
                k?: number;
                /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
                num_candidates?: number;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
                /** @description Hits below this score are left out. */
                min_score?: number;
                /** @description `auto` ends the hits where they stop being answers, by how far they stand out from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score` beside it. */
                relevance?: components["schemas"]["Relevance"];
                /** @description Folds copies of a picture, and the shots of one burst, into the best of them, which tells the others in `duplicates`. */
                collapse?: components["schemas"]["Collapse"];
                /**
                 * @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named.
                 * @example [
                 *       "image_name"
                 *     ]
                 */
                fields?: components["schemas"]["HitField"][];
                /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
                cursor?: string;
                /** @description Tell how the search was done, and what each part gives to each score. */
                explain?: boolean;
                /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
                facets?: components["schemas"]["FacetName"][];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "image": {
                 *         "image_id": "chelsea-cat-6065699d1083"
                 *       },
                 *       "k": 3
                 *     }
                 */
                "application/json": components["schemas"]["ImageSearch"];
                /**
                 * @example {
                 *       "image": "samples/photos/food/coffee-cup.jpg",
                 *       "exclude": [
                 *         {
                 *           "text": "people"
                 *         }
                 *       ],
                 *       "k": 3,
                 *       "num_candidates": 100,
                 *       "filter": {
                 *         "path_prefix": "food/"
                 *       },
                 *       "min_score": 0,
                 *       "relevance": "all",
                 *       "collapse": "near_duplicates",
                 *       "fields": [
                 *         "image_name",
                 *         "tags"
                 *       ],
                 *       "explain": false,
                 *       "facets": [
                 *         "tags"
                 *       ]
                 *     }
                 */
                "multipart/form-data": components["schemas"]["ImageSearchForm"];
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description The hits, best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findSimilarImages: {
        parameters: {
            query?: {
                /**
                 * @description How many hits are wanted.
                 * @example 3
                 */
                k?: number;
                /** @description Breadth of an approximate search, from k to 10,000. Without effect in the embedded store. */
                num_candidates?: number;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
                /** @description Hits below this score are left out. */
                min_score?: number;
                /** @description `auto` ends the hits where they stop being answers, by how far they stand out from the library’s other pictures and by the drops between them; there may be none. It takes no `min_score` beside it. */
                relevance?: components["schemas"]["Relevance"];
                /** @description Folds copies of a picture, and the shots of one burst, into the best of them, which tells the others in `duplicates`. */
                collapse?: components["schemas"]["Collapse"];
                /** @description Which fields each hit carries beside its id, score and links. Without it all but the vector, which comes back only when `image_embedding` is named. */
                fields?: components["schemas"]["HitField"][];
                /** @description `next_cursor` of the page before, with the query, filter and min_score that it was asked with. Pages stay in step while images come and go. */
                cursor?: string;
                /** @description Tell how the search was done, and what each part gives to each score. */
                explain?: boolean;
                /** @description Also count by these: all images that match `filter`, whether they are among the hits or not, and only the 20 greatest counts of each. `GET /images/facets` lists more. */
                facets?: components["schemas"]["FacetName"][];
            };
            header?: never;
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example chelsea-cat-6065699d1083
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The hits, best first, without the picture itself. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "parts": [
                 *         {
                 *           "image": {
                 *             "image_id": "chelsea-cat-6065699d1083"
                 *           }
                 *         },
                 *         {
                 *           "text": "at night",
                 *           "weight": 0.5
                 *         },
                 *         {
                 *           "text": "people",
                 *           "weight": -0.5
                 *         }
                 *       ],
                 *       "filter": {
                 *         "format": [
                 *           "jpeg",
                 *           "heic"
                 *         ],
                 *         "not": {
                 *           "path_prefix": "inbox/"
                 *         }
                 *       },
                 *       "k": 3,
                 *       "explain": true
                 *     }
                 */
                "application/json": components["schemas"]["ComposedSearch"];
                /**
                 * @example {
                 *       "image": [
                 *         "samples/photos/animals/chelsea-cat.jpg"
                 *       ],
                 *       "parts": [
                 *         {
                 *           "image": {
                 *             "upload": 0
                 *           }
                 *         },
                 *         {
                 *           "text": "at night",
                 *           "weight": 0.5
                 *         }
                 *       ],
                 *       "mode": "vector",
                 *       "k": 3,
                 *       "num_candidates": 100,
                 *       "filter": {
                 *         "path_prefix": "food/"
                 *       },
                 *       "min_score": 0,
                 *       "relevance": "all",
                 *       "collapse": "near_duplicates",
                 *       "fields": [
                 *         "image_name",
                 *         "tags"
                 *       ],
                 *       "explain": false,
                 *       "facets": [
                 *         "tags"
                 *       ]
                 *     }
                 */
                "multipart/form-data": components["schemas"]["ComposedSearchForm"];
            };
        };
        responses: {
            /** @description The hits, best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    searchBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "searches": [
                 *         {
                 *           "parts": [
                 *             {
                 *               "text": "a cat"
                 *             }
                 *           ],
                 *           "k": 1
                 *         },
                 *         {
                 *           "parts": [
                 *             {
                 *               "text": "a dog"
                 *             }
                 *           ],
                 *           "k": 1,
                 *           "fields": [
                 *             "image_name"
                 *           ]
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["SearchBatch"];
            };
        };
        responses: {
            /** @description What each search found, in their order. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchBatchResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listImages: {
        parameters: {
            query?: {
                /** @description With `-` from the last to the first, such as `-taken_at` for the newest first. Images whose value is not known come last. */
                sort?: components["schemas"]["ImageOrder"];
                /**
                 * @description Images on a page.
                 * @example 10
                 */
                limit?: number;
                /** @description `next_cursor` of the page before. */
                cursor?: string;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImagePage"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addImages: {
        parameters: {
            query?: {
                /** @description The id of an image: the client’s own, or made from the path. */
                image_id?: components["schemas"]["ImageId"];
                /** @description The name that people see; that of the file where none is given. */
                image_name?: string;
                /**
                 * @description Where the picture lies below the library root, with `/` between the names.
                 * @example phone/rocket.jpg
                 */
                relative_path?: components["schemas"]["RelativePath"];
                /**
                 * @description Words of the client’s own.
                 * @example [
                 *       "space"
                 *     ]
                 */
                tags?: components["schemas"]["Tags"];
                /** @description Words about the picture, which searches by words find. */
                caption?: components["schemas"]["Caption"];
                /** @description Values of attributes as one JSON value. */
                attributes?: components["schemas"]["AttributeValues"];
                /**
                 * @description When the picture was taken (RFC 3339; kept in UTC).
                 * @example 2018-02-06T20:45:00Z
                 */
                taken_at?: string;
                /** @description With lon: where it was taken. */
                lat?: number;
                /** @description With lat: where it was taken. */
                lon?: number;
                /** @description Replace other bytes at the path; otherwise that is a 409. */
                overwrite?: boolean;
                /** @description Take a deleted picture back; with false that is a 409. */
                restore?: boolean;
            };
            header?: {
                /** @description A text of the client’s own, new for each request. The same request under the same key is answered as it was the first time, within a day. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "image": [
                 *         "samples/photos/nature/dahlia.jpg"
                 *       ],
                 *       "metadata": [
                 *         {
                 *           "relative_path": "phone/dahlia.jpg",
                 *           "tags": [
                 *             "garden"
                 *           ],
                 *           "location": {
                 *             "lat": 52.52,
                 *             "lon": 13.405
                 *           }
                 *         }
                 *       ],
                 *       "overwrite": false,
                 *       "restore": true
                 *     }
                 */
                "multipart/form-data": components["schemas"]["AddImagesForm"];
                "application/octet-stream": Blob;
            };
        };
        responses: {
            /** @description What became of each file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddImagesResult"];
                };
            };
            /** @description The one picture is new. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AddImagesResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    compareFiles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "files": [
                 *         {
                 *           "relative_path": "animals/chelsea-cat.jpg",
                 *           "size_bytes": 2481152,
                 *           "file_modified_at": "2024-05-17T18:03:00.000Z"
                 *         }
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["FileComparison"];
            };
        };
        responses: {
            /** @description The files that need not be sent. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FileComparisonResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pruneImages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dry_run": true,
                 *       "filter": {
                 *         "path_prefix": "animals/"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["PruneRequest"];
            };
        };
        responses: {
            /** @description What is missing. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PruneResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    findDuplicates: {
        parameters: {
            query?: {
                /** @description Cosine from which two images belong together. */
                min_similarity?: number;
                /**
                 * @description Groups listed.
                 * @example 10
                 */
                limit?: number;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The groups. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DuplicateReport"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateImages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "path_prefix": "animals/"
                 *       },
                 *       "add_tags": [
                 *         "holiday"
                 *       ],
                 *       "dry_run": true
                 *     }
                 */
                "application/json": components["schemas"]["ImagesUpdate"];
            };
        };
        responses: {
            /** @description The images of this page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImages: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "filter": {
                 *         "tags": {
                 *           "any": [
                 *             "draft"
                 *           ]
                 *         }
                 *       },
                 *       "dry_run": true
                 *     }
                 */
                "application/json": components["schemas"]["ImagesDelete"];
            };
        };
        responses: {
            /** @description The images of this page. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    importImages: {
        parameters: {
            query?: {
                /**
                 * @description The name of the model that made the vectors, as /health/ready tells it. Needed where the first line is no header of an export.
                 * @example builtin
                 */
                model?: string;
                /** @description Take deleted images back; otherwise their lines fail. */
                restore?: boolean;
            };
            header?: {
                /** @description A text of the client’s own, new for each request. The same request under the same key is answered as it was the first time, within a day. */
                "idempotency-key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /** @example {"image_id":"IMG_4033","image_name":"IMG_4033.jpeg","image_embedding":[1,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0],"relative_path":"phone/IMG_4033.jpeg"} */
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description A line for each document (`ImportLine`), then the sums. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example chelsea-cat-6065699d1083
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The record. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example IMG_4033
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description It is gone. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    updateImage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example chelsea-cat-6065699d1083
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "tags": [
                 *         "cat",
                 *         "portrait"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["ImagePatch"];
                "application/merge-patch+json": components["schemas"]["ImagePatch"];
            };
        };
        responses: {
            /** @description The record as it is now. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Image"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFacets: {
        parameters: {
            query?: {
                /**
                 * @description What to count by.
                 * @example [
                 *       "tags",
                 *       "year"
                 *     ]
                 */
                facets?: components["schemas"]["FacetName"][];
                /**
                 * @description Values that each facet lists at most.
                 * @example 10
                 */
                limit?: number;
                /** @description The filter as one JSON value. */
                filter?: components["schemas"]["Filter"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FacetsResult"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startIngestJob: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "food"
                 *     }
                 */
                "application/json": components["schemas"]["IngestJobRequest"];
            };
        };
        responses: {
            /** @description The job, which waits now. */
            202: {
                headers: {
                    /** @description Where the job is read. */
                    Location?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: {
                /**
                 * @description Jobs at most.
                 * @example 10
                 */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The jobs. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a job.
                 * @example 0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11
                 */
                job_id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a job.
                 * @example 0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11
                 */
                job_id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The job as it is now. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /**
                 * @description The id of a job.
                 * @example 0b6f3a52-6f0f-4c1a-9f6e-3a5d0e7a1c11
                 */
                job_id: components["schemas"]["JobId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events; the data of each is a `Job`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["JobEvent"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImageContent: {
        parameters: {
            query?: never;
            header?: {
                /** @description The part that is wanted (RFC 9110). */
                range?: string;
                /** @description The `ETag` of a copy that is at hand. */
                "if-none-match"?: string;
            };
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example chelsea-cat-6065699d1083
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file as it was added. */
            200: {
                headers: {
                    /** @description What `If-None-Match` of a later request is given. */
                    ETag?: string;
                    /** @description When the file was last modified. */
                    "Last-Modified"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                    "image/avif": Blob;
                    "image/heic": Blob;
                    "image/gif": Blob;
                    "image/tiff": Blob;
                };
            };
            /** @description The part of the file that `Range` names. */
            206: {
                headers: {
                    /** @description What `If-None-Match` of a later request is given. */
                    ETag?: string;
                    /** @description When the file was last modified. */
                    "Last-Modified"?: string;
                    /** @description Which bytes these are, of how many. */
                    "Content-Range"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": Blob;
                    "image/jpeg": Blob;
                    "image/png": Blob;
                    "image/webp": Blob;
                    "image/avif": Blob;
                    "image/heic": Blob;
                    "image/gif": Blob;
                    "image/tiff": Blob;
                };
            };
            /** @description The picture is the one that `If-None-Match` names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getImageThumbnail: {
        parameters: {
            query?: {
                /** @description The beginning of the image’s `content_sha256`, as its link has it: as long as that holds, the picture may be kept without asking again. */
                v?: string;
                /**
                 * @description The longer side has at most 256 (small), 512 (medium) or 1024 (large) pixels; pictures are never enlarged.
                 * @example large
                 */
                size?: components["schemas"]["ThumbnailSize"];
            };
            header?: {
                /** @description The `ETag` of a copy that is at hand. */
                "if-none-match"?: string;
            };
            path: {
                /**
                 * @description The id of an image: the client’s own, or made from the path.
                 * @example chelsea-cat-6065699d1083
                 */
                image_id: components["schemas"]["ImageId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The picture, as WebP. */
            200: {
                headers: {
                    /** @description What `If-None-Match` of a later request is given. */
                    ETag?: string;
                    [name: string]: unknown;
                };
                content: {
                    "image/webp": Blob;
                };
            };
            /** @description The picture is the one that `If-None-Match` names. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Counts and sizes. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description A failure. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
