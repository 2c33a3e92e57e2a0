// Generated from openapi.json by `npm run api`. Do not edit.

export interface paths {
    "/about": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs here */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["About"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/about/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions that have run on this data, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_RunVersion"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what is told of you */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AccountChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/account/administrators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom to ask for rights: those who may give them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Contacts"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/identities": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who you are elsewhere */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Identity"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/identities/directory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Link yourself in a directory */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DirectoryLink"];
                };
            };
            responses: {
                /** @description Linked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/identities/oidc": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to link yourself at a provider of OpenID Connect: the browser is to go to the address in the answer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OidcLink"];
                };
            };
            responses: {
                /** @description The answer sets a cookie that the way back needs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginStarted"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/identities/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** No longer be this person here; the last way in stays */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Unlinked */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change your password
         * @description All other sessions end, and this one gets a new cookie. Tokens end too, unless `end_tokens` is false.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewOwnPassword"];
                };
            };
            responses: {
                /** @description Changed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/recovery_codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** New recovery codes; the old ones are void */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Confirmation"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/registries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your accounts at registries of images */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Registries"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Keep an account at a registry, by which images of your jobs are fetched from there */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRegistry"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Registry"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/registries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Another name or secret at the same registry */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RegistryChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Registry"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Forget an account at a registry; images that are here already stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Nothing is fetched with it any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/second_factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether a second factor is asked for at your logins */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SecondFactor"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Begin a second factor: its secret, told once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Confirmation"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BegunFactor"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/second_factor/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Confirm the second factor with a code; from now on it is asked for */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FactorCode"];
                };
            };
            responses: {
                /** @description Codes for the day the authenticator is lost, told once */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecoveryCodes"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/second_factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the second factor up */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Confirmation"];
                };
            };
            responses: {
                /** @description No longer asked for */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/ssh_keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your public keys for SSH, newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SshKeys"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Add a public key, by which its holder comes into your jobs */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewSshKey"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SshKey"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/account/ssh_keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take a public key away; whoever is in a job by it is out within seconds */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It opens nothing any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your tasks that are open */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_AnnotationTask"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/annotators": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** People to hand pictures to */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description Part of the user name, nickname, mail or phone */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Annotator"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A task */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnnotationTask"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a task, or close it */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AnnotationTaskChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnnotationTask"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/annotation_tasks/{id}/agreement": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How people agree who label the same pictures, by pair of people and by class; and how each works, by class */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PeopleAgreements"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The sampling review of a task, and how one of what waits now would be done */
        get: {
            parameters: {
                query: {
                    /** @description Acceptable quality limit, faulty pictures in a hundred: 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4 or 6.5 */
                    aql: number;
                    level: components["schemas"]["InspectionLevel"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBatch"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin a sampling review of all that waits for a reviewer
         * @description The sample is drawn by chance. Once more of it are sent back than the plan accepts, all of the batch goes back; once all of it was
         *     looked at with no more than these, the rest is accepted. After ISO 2859-1, single sampling, normal inspection.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BatchWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskBatch"];
                    };
                };
                /** @description Not done, with the reason */
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
        /** Give the sampling review up: each picture is looked at by itself again */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Given up */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/hand_over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give to others what somebody has not finished */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HandOver"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** The next picture for you: what was sent back first, then what is yours, then from the pool one that is free */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NextWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextTaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pairs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a task that two label, with what each says */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: components["schemas"]["PairState"];
                    /** @description Whether the two say the same; pairs that are not finished are left out then */
                    same?: boolean;
                    /** @description Only those of this user and of `other` */
                    user?: components["schemas"]["Id"];
                    other?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Pair"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pairs/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture that two label */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Number of the first within the task */
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pair"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pairs/{index}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take what one of the two says, or all of it, for the picture's label
         * @description Both are accepted by that. Before, nothing that either says is the picture's label.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was looked at */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Number of the first within the task */
                    index: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PairSettlement"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Pair"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a task, in the order in which they are worked on */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    state?: components["schemas"]["PieceState"];
                    /** @description Only those of this user; annotators get their own whatever stands here */
                    user?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_TaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pictures/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of a task */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Its number within the task */
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pictures/{index}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A picture of yours is done */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Its number within the task */
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/pictures/{index}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Accept a picture, or send it back with a note */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Its number within the task */
                    index: number;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewReview"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How far a task is, and each of its people */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TaskProgress"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/annotation_tasks/{id}/review": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The next picture that waits for a reviewer */
        get: {
            parameters: {
                query?: {
                    /** @description Number of the picture before; left out: begin with the first */
                    after?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextTaskPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, newest first; no more than 10,000 are counted */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    actor_id?: components["schemas"]["Id"];
                    /** @description Part of the name of who did it */
                    actor?: string;
                    /** @description Such as `user.change`; `user.` means all of users */
                    action?: string;
                    object_kind?: string;
                    object_id?: string;
                    project_id?: components["schemas"]["Id"];
                    /** @description `done` or `refused` */
                    result?: string;
                    from?: components["schemas"]["Time"];
                    /** @description Not this moment itself */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_AuditRow"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, as CSV */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    actor_id?: components["schemas"]["Id"];
                    /** @description Part of the name of who did it */
                    actor?: string;
                    /** @description Such as `user.change`; `user.` means all of users */
                    action?: string;
                    object_kind?: string;
                    object_id?: string;
                    project_id?: components["schemas"]["Id"];
                    /** @description `done` or `refused` */
                    result?: string;
                    from?: components["schemas"]["Time"];
                    /** @description Not this moment itself */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a row */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit.jsonl": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What was done, a JSON object a line */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    actor_id?: components["schemas"]["Id"];
                    /** @description Part of the name of who did it */
                    actor?: string;
                    /** @description Such as `user.change`; `user.` means all of users */
                    action?: string;
                    object_kind?: string;
                    object_id?: string;
                    project_id?: components["schemas"]["Id"];
                    /** @description `done` or `refused` */
                    result?: string;
                    from?: components["schemas"]["Time"];
                    /** @description Not this moment itself */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a row */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/jsonl": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All actions that there are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditActions"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/audit/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Look at the whole chain: whether a row was changed or removed */
        get: {
            parameters: {
                query?: {
                    /** @description A `head` of an earlier check: whether the chain still goes on from there */
                    expect?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AuditCheck"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What everybody may know before logging in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Branding"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/branding/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The house's logo */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description PNG, JPEG or WebP */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a class that no label uses */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a class */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClassChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChangedClass"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/classes/{id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make one class of two
         * @description All that is labelled with this one is labelled with the other, also in the bin; versions stay as they are.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MergeInto"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classes/{id}/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a class with all that is labelled with it
         * @description Pictures of which nothing else is said are not labelled any more. Versions stay as they are.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/classes/{id}/use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What speaks of a class: what a change of it would change */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClassUse"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/console": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many users, groups and roles there are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Console"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask to be let in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewDevice"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BegunDevice"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let the program in, with all your rights */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserCode"];
                };
            };
            responses: {
                /** @description It gets a token when it asks next */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/find": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What waits under a code */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserCode"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WaitingDevice"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Do not let the program in */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserCode"];
                };
            };
            responses: {
                /** @description Refused */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/device/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Ask whether somebody has said yes */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DeviceCode"];
                };
            };
            responses: {
                /** @description A token, told once */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeviceToken"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/edits/{id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take an edit back
         * @description Pictures that were changed again since stay as they are. Asks for the right that the edit itself asked for.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Undone"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Changes as they happen
         * @description Each event's data is `{"type", "id", "project_id"}`, and for jobs also `"job"`, as far as the listener may see it. Every event has an
         *     id: with `Last-Event-ID` a listener goes on where it was. Of several changes of one thing that a listener was too slow for, it
         *     is told the last. Named events: `hello` comes first, `beat` every ten seconds in which nothing else came, and `missed` says
         *     that some were lost, as after a restart of the server: load what you show again.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only events of these types, such as `job,service` */
                    types?: string;
                    /** @description Only events of this job */
                    job?: components["schemas"]["Id"];
                };
                header?: {
                    /** @description Id of the last event that was taken in */
                    "Last-Event-ID"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An export */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an export without an archive
         * @description Somebody else's only by those who may change the project's data.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The archive of an export
         * @description Parts are given (`Range`), so that a download that broke off goes on.
         */
        get: {
            parameters: {
                query?: never;
                header?: {
                    Range?: string | null;
                    "If-Range"?: string | null;
                    "If-None-Match"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The archive */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": number[];
                    };
                };
                /** @description The part */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Group"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Make a group, which gives its roles to its users */
        post: {
            parameters: {
                query?: {
                    /** @description Only say what is wrong */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewGroup"];
                };
            };
            responses: {
                /** @description Dry run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RowsAnswer"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Group"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups as CSV */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a group */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete groups, or put users into them */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GroupAction"];
                };
            };
            responses: {
                /** @description One result for each id */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionResults"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/groups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A group; its members are listed by `/users?group_id=` */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Group"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Delete a group; its users stay
         * @description Where a user leaves a virtual cluster by this and has jobs there, the answer is `vc.jobs_run` with the list, until it is said with
         *     `stop_jobs` that they are to be stopped.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description Stop jobs in virtual clusters that its users were in by it alone; else they are told and nothing is deleted */
                    stop_jobs?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a group */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GroupChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Group"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/groups/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put users into a group and take others out, all or none
         * @description Where one leaves a virtual cluster by this and has jobs there, the answer is `vc.jobs_run` with the list, until it is said with
         *     `stop_jobs` that they are to be stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MembersChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Group"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server answers */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Health"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity_providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who else may say who somebody is */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_IdentityProvider"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Add a provider of OpenID Connect or a directory
         * @description Only for those who may do everything: who holds a provider can come in as any of its users.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProviderWanted"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityProvider"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity_providers/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a provider out, also before it is kept
         * @description Nobody is logged in by it. Tells the stage that fails.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProviderTestWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProviderTested"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/identity_providers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A provider; its secret is told to nobody */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityProvider"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Change a provider as a whole; the kind stays
         * @description Where the secret would go to another place than before, it has to be given anew.
         */
        put: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProviderWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["IdentityProvider"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /**
         * Take a provider away; its users stay
         * @description Those without a password cannot come in any more before they are given one.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        /**
         * Images that a job may name
         * @description Those that are offered as engines are fetched when a job starts, where their registry is allowed. The others are on the machine
         *     already, made or fetched by whoever looks after it; any further one of an allowed registry may be named, too.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Images"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/presets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Images that administrators offer */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PresetImages"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Offer an image as an engine */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPresetImage"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PresetImage"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/images/presets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say anew what an image is that is offered */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPresetImage"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PresetImage"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** No longer offer an image; jobs that have it go on, and it stays on the machine */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No longer offered */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** An import */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End an import without reading labels; pictures that came in stay */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Bring in one file: a picture, an archive (zip, tar, tar.gz, tar.zst) or a file with labels
         * @description Labels are read when the import is finished, from all its files together: names of folders, labelme, COCO, CVAT,
         *     Datumaro, Label Studio, YOLO, VOC, CSV, masks, MVTec AD, CamVid, MOT, WIDER Face, VGGFace2, TFRecord, pairs, texts.
         */
        put: {
            parameters: {
                query: {
                    /** @description Path of the file as the sender has it, relative, `/`-separated */
                    name: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FileResult"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End an import: its labels are read and put on the pictures that have none
         * @description Should the server end meanwhile, it goes on with it by itself when it starts again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/refusals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Files that were left out, and why */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Refusal"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/tus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What this server can, for clients of tus 1.0 */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Told by headers: Tus-Version, Tus-Extension, Tus-Max-Size */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to send a file in parts, by tus 1.0
         * @description `Upload-Metadata` holds the file's path as `filename`. Files that are sent in one piece go by `PUT /imports/{id}/files`.
         */
        post: {
            parameters: {
                query?: never;
                header: {
                    "Tus-Resumable": string;
                    "Upload-Length": number;
                    "Upload-Metadata": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Begun: `Location` is where its parts go */
                201: {
                    headers: {
                        Location?: string;
                        "Tus-Resumable"?: string;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/imports/{id}/tus/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much of a file is there
         * @description Clients of tus ask by `HEAD`.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Told by headers */
                200: {
                    headers: {
                        "Tus-Resumable"?: string;
                        "Upload-Length"?: number;
                        "Upload-Offset"?: number;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Give a file up of which a part has come */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Given up */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /**
         * Send a part of a file
         * @description `Upload-Offset` says with which byte it begins: as many have to be there. With the last one the file is taken in: `Fovea-Import` tells how
         *     many pictures were added, were there already, and were refused, such as `12 0 1`. What was refused stands in the list of the import's refusals.
         */
        patch: {
            parameters: {
                query?: never;
                header: {
                    "Tus-Resumable": string;
                    "Upload-Offset": number;
                };
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/offset+octet-stream": number[];
                };
            };
            responses: {
                /** @description It has come */
                204: {
                    headers: {
                        "Fovea-Import"?: string;
                        "Tus-Resumable"?: string;
                        "Upload-Offset"?: number;
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/invitations/{secret}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whom an invitation is for */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    secret: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invited"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Use an invitation: choose a password and come in; of a reset, log in as usual then */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    secret: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["AcceptedInvitation"];
                };
            };
            responses: {
                /** @description Logged in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Of a reset: the password is set; log in */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        /**
         * Jobs, newest first; those of others with the right `job.read`, in projects that you made, or where you administer the virtual
         *     cluster
         * @description By words or times no more than 10,000 are counted, and with other conditions beside them at least 200 where there are so many.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /**
                     * @description `created_at`, `started_at`, `ended_at`, `name`, `priority`, `state`, `duration` or `owner`, with `-` the other way
                     *     round; left out: `-created_at`. What has not ended counts as longer than all that has
                     */
                    sort?: string;
                    /** @description In the name or a tag, or the beginning of the id */
                    q?: string;
                    project_id?: components["schemas"]["Id"];
                    /**
                     * @description One kind, or several with commas between them
                     * @example train,command
                     */
                    kind?: string;
                    /**
                     * @description One state, or several with commas between them
                     * @example queued,running
                     */
                    state?: string;
                    /** @description Id of a user, or a part of the name */
                    owner?: string;
                    virtual_cluster_id?: components["schemas"]["Id"];
                    /** @description Type of device, such as `cpu` */
                    device?: string;
                    /** @description Submitted from this moment on */
                    submitted_from?: components["schemas"]["Time"];
                    /** @description Submitted before this one */
                    submitted_to?: components["schemas"]["Time"];
                    /** @description Ended from this moment on */
                    ended_from?: components["schemas"]["Time"];
                    /** @description Ended before this one */
                    ended_to?: components["schemas"]["Time"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Submit a job
         * @description The body is a job file, as YAML or JSON; `/jobs/schema` describes it. What cannot be used is refused with line and field, what
         *     could never start with the reason. Whoever can submit jobs can run programs within the walls of a job.
         */
        post: {
            parameters: {
                query?: {
                    /** @description The template that the file was made from, for the record */
                    template?: components["schemas"]["Id"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JobFile"];
                    "application/yaml": components["schemas"]["JobFile"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/deleted": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Jobs that were deleted and whose log and work folder are still there, the last deleted first
         * @description All that reads a job (its log, events, files) reads them too; nothing changes them any more.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description In the name */
                    q?: string;
                    project_id?: components["schemas"]["Id"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/endpoint_tools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tools that can be started beside a job's command, and whether this server has them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EndpointTools"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/places/{name}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What lies in a folder that your jobs may see, for whoever fills a job file
         * @description `home`: your own; `data`: the folder of data that the server was started with. Page by page, folders first. Links are shown and
         *     never followed.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description `name` (numbers as numbers), `bytes` or `changed_at`; with `-` the other way round. Folders come first */
                    sort?: string;
                    /** @description Only names with these words */
                    q?: string;
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StorageFiles"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/schema": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a job file may hold, as JSON Schema */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/shared_endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Endpoints of others that were shared with you */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SharedEndpoints"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/ssh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The server's port for SSH, and the key it is known by
         * @description Whoever may change a job comes into it as `ssh -p PORT JOB@HOST`, where JOB is its id or the last twelve digits of it, and
         *     `JOB.RANK` another task than the first.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SshDoor"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Take a job that has ended out of all lists
         * @description Its log and work folder stay for as long as the server keeps them (`job_retention_days` of the settings), and can be read until then, see `/jobs/deleted`; images that it left behind when it paused go at once. A training that made a model stays with it.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change the priority of a job that waits */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JobChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/jobs/{id}/device_errors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Errors that the driver told of the job's NPU cards, while it had them
         * @description Out of the folder that the cluster file names as `device_logs` of the node. A driver does not know jobs: what is told are lines
         *     about the cards of this job within its time. Of the host's own log those lines are told that name one of them; the system on a
         *     group of cards may mean another card of the group.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Only of this task */
                    rank?: number;
                    /** @description Only of this card */
                    card?: number;
                    /** @description Leave out so many lines */
                    from?: number;
                    /** @description At most so many lines; left out: 200 */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeviceErrors"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways into a job, and how each is doing
         * @description To whom only one of them was shared, only that one is there.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Endpoints"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * One more way into a job
         * @description Of a job that runs it is there at once: a port or socket of its own program, or a tool, which is started beside it. A job that waits or is
         *     paused has it once it runs. Whoever may change the job may add one.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JobFileEndpoint"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Endpoint"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints/{name}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close an endpoint
         * @description Nobody comes in by it any more, whoever has a link or a share; a connection that is held open ends within ten seconds. What serves there
         *     goes on, and shares hold once it is opened again.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Closed */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints/{name}/open": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A link to an endpoint that works once and for one minute
         * @description It leads to a host of the endpoint's own, where the browser gets a cookie for that endpoint alone. Whoever may change the job may
         *     open it, and whom they shared it with.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EndpointOpened"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints/{name}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Open an endpoint again that was closed */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Open */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints/{name}/shares": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a member of the job's virtual cluster open an endpoint, for a time
         * @description Whom it is shared with already may from now on until the new moment.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewEndpointShare"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EndpointShare"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/endpoints/{name}/shares/{share}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End a share
         * @description What is asked for is refused at once; a connection that is held open ends within ten seconds.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    name: string;
                    share: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to a job, in order */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobEvents"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/exec": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a command within a running job, and have what it says
         * @description In the job's work folder with its variables and no more rights; it ends when whoever asked leaves. The answer is a row of parts as
         *     they come, each a byte that says what it is, four bytes of length (the first the highest) and so many bytes: 1 its output, 2 its
         *     error output, 3 its exit code or 4 the signal that ended it (four bytes), 5 why it could not begin.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JobCommandWanted"];
                };
            };
            responses: {
                /** @description Parts */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A folder of a job's work folder
         * @description Page by page, however many files there are. Links are shown and never followed. Of commands only.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description `name` (numbers as numbers), `bytes` or `changed_at`; with `-` the other way round. Folders come first */
                    sort?: string;
                    /** @description Only names with these words */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkFiles"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Delete a file or folder of a job's work folder
         * @description A link goes, never what it leads to. A folder with something in it goes only with `all=true`.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                    /** @description A folder with all that is in it */
                    all?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Deleted */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/content": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a job's work folder, or a folder as a zip archive
         * @description Of a file parts are given (`Range`). An archive is made while it is sent; links, pipes and what may not be read are left out, and
         *     named in its `LEFT-OUT.txt`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                };
                header?: {
                    Range?: string | null;
                    "If-Range"?: string | null;
                    "If-None-Match"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file, or the archive */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                        "application/zip": number[];
                    };
                };
                /** @description The part */
                206: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Write a small text into a file of a job's work folder
         * @description With `If-Match` it takes the place of what was read under that `etag`, else 412; with `If-None-Match: *` it is a new file. At most
         *     1 MiB. It is there as a whole or not at all, and keeps the rights of what was there.
         */
        put: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                };
                header?: {
                    "If-Match"?: string | null;
                    "If-None-Match"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/plain": string;
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkFile"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/entry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One file or folder of a job's work folder */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkFile"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/folders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make a folder in a job's work folder */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWorkFolder"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkFile"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give a file or folder of a job's work folder another name or place
         * @description What has that name already stays, and this is refused.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["WorkMove"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkFile"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A file of a job's work folder as text, piece by piece
         * @description Signs are not cut. What is no text (it has zeros) is not shown; what is no UTF-8 is shown with �, and is not `editable`.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the work folder, with `/` between names; left out: the folder itself */
                    path?: string;
                    /** @description First byte */
                    from?: number;
                    /** @description Bytes at most; 262144 where left out */
                    limit?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkText"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to bring a file into a job's work folder
         * @description The same path, size and `mark` again is the same upload: `received` says where it goes on. Its folders are made. The job
         *     sees the file once all of it is there. What nobody went on with for a week goes.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewWorkUpload"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkUpload"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/files/uploads/{upload}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How much of an upload is there */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkUpload"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Send a part of an upload, or all that lacks
         * @description What has come stays, also where the line is cut. With the last byte the file gets its name, and is told.
         */
        put: {
            parameters: {
                query: {
                    /** @description Number of the first byte: as many have to be there */
                    at: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["WorkUpload"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Give an upload up */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    upload: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Given up */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lines of a job's log
         * @description A page of very long lines may hold fewer than asked for; `next` says where to go on. What is searched for is answered within a
         *     moment: where that was not enough for the whole log, `complete` is false, and `next` goes on with the search. Of a job on several nodes
         *     each line says its task and node; while it runs, lines of the last moments may still change places.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Number of the first line, from 0 */
                    from?: number;
                    /** @description Instead: the line that holds this byte of the log as it is kept */
                    byte?: number;
                    /** @description Instead: the first line of this moment or later */
                    at?: components["schemas"]["Time"];
                    /** @description Instead: the last so many lines */
                    tail?: number;
                    /** @description Instead, with `folded`: the line with this number of the whole log */
                    line?: number;
                    limit?: number;
                    /** @description Where lines are searched or filtered: only those before this number */
                    before?: number;
                    /** @description Only lines that hold these words; `total` then counts those */
                    q?: string;
                    /** @description `q` is a regular expression */
                    regex?: boolean;
                    /** @description Capital letters count */
                    case?: boolean;
                    /** @description Lines to give before and after each that was found */
                    context?: number;
                    stream?: components["schemas"]["LogStream"];
                    /** @description Name of the step in which it was said, or of a phase within it */
                    phase?: string;
                    /**
                     * @description Without lines that were drawn over, which are states of progress bars; pages are then counted by the lines that are left.
                     *     Not of several tasks together
                     */
                    folded?: boolean;
                    /** @description From this moment on */
                    since?: components["schemas"]["Time"];
                    /** @description Before this moment */
                    until?: components["schemas"]["Time"];
                    /** @description Of a job on several nodes: only this task; lines are then numbered as it said them */
                    rank?: number;
                    /** @description The same by the name of the node that a task is on */
                    node?: string;
                    /** @description Only tasks that hold this type of device, or the card behind a `/`, such as `huawei_npu_arm64/3` */
                    device?: string;
                    /** @description Of a job on several nodes: lines of all tasks by time, or task after task */
                    order?: "time" | "rank";
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LogPage"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/log/download": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A job's log as a file, as far as it was written until now */
        get: {
            parameters: {
                query?: {
                    format?: "text" | "plain" | "jsonl";
                    stream?: components["schemas"]["LogStream"];
                    /** @description Name of the step in which it was said, or of a phase within it */
                    phase?: string;
                    /**
                     * @description Without lines that were drawn over, which are states of progress bars; pages are then counted by the lines that are left.
                     *     Not of several tasks together
                     */
                    folded?: boolean;
                    /** @description From this moment on */
                    since?: components["schemas"]["Time"];
                    /** @description Before this moment */
                    until?: components["schemas"]["Time"];
                    /** @description Of a job on several nodes: only this task; lines are then numbered as it said them */
                    rank?: number;
                    /** @description The same by the name of the node that a task is on */
                    node?: string;
                    /** @description Only tasks that hold this type of device, or the card behind a `/`, such as `huawei_npu_arm64/3` */
                    device?: string;
                    /** @description Of a job on several nodes: lines of all tasks by time, or task after task */
                    order?: "time" | "rank";
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The log */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                        "application/jsonl": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/log/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A job's log as it grows
         * @description Each event's data is `{"lines", "total"}` as of a page of the log, and its id the number of the next line: with `Last-Event-ID` a
         *     listener goes on where it was; of a job on several nodes it is a number for each task, such as `12-7`. Named events: `beat` every ten seconds in which nothing else came, and at last `end` with
         *     `{"state"}`, once the job has ended and all of its log was told; whoever comes back then is told so again.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Number of the first line, from 0 */
                    from?: number;
                    /** @description Of a job on several nodes: only this task */
                    rank?: number;
                    /** @description The same by the name of the node that a task is on */
                    node?: string;
                    /** @description Only tasks that hold this type of device, or the card behind a `/`, such as `huawei_npu_arm64/3` */
                    device?: string;
                    /** @description Only lines of this stream; `total` counts all the same */
                    stream?: components["schemas"]["LogStream"];
                };
                header?: {
                    /** @description Id of the last event that was taken in */
                    "Last-Event-ID"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Server-sent events */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/event-stream": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/log/phases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Phases of a job's log: the steps, what was made ready for a command, and what a command marks itself
         * @description A command begins one by the line `::group::NAME` and ends it by `::endgroup::`, or by the next. At most some ten thousand are told.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of a job on several nodes: only this task */
                    rank?: number;
                    /** @description Lines are counted without those that were drawn over */
                    folded?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LogPhases"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a job used over time
         * @description It is measured every two seconds, and kept so for an hour, in steps of 30 seconds for a day and of 15 minutes for three months. A
         *     point tells the mean of its step. What cannot be told on this machine is null: the network of a job is known where it has
         *     one of its own, as in a sandbox, and what cards do where `nvidia-smi` is on the server's machine.
         */
        get: {
            parameters: {
                query?: {
                    /** @description From this moment on; left out: from the beginning */
                    from?: components["schemas"]["Time"];
                    /** @description Up to this one; left out: up to now */
                    to?: components["schemas"]["Time"];
                    /** @description At most so many points; left out: 300 */
                    points?: number;
                    /** @description Of a job on several nodes: only this task; left out: all of them added up */
                    rank?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobMetrics"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a job to pause
         * @description It is told by SIGTERM and by the file that its variable `FOVEA_NOTICE` names, has 30 seconds, and keeps its work folder; a
         *     training goes on from its last checkpoint. One that waits is paused at once.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a paused job wait for its turn again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a job to end
         * @description A training keeps what it learnt so far as a model. A job that has ended is left as it is.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the tasks of a job run, or ran last, and how each is doing
         * @description A job on one node has one task; one on several nodes has a task on each, which all run or none.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobTasks"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/terminal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A shell on a terminal within a running job, as a WebSocket
         * @description Binary messages are what is typed and what is shown. A text message to the server is `{"columns", "rows"}`, the new size. It is
         *     closed with 4000 once the shell has ended, the exit code in its reason, and with 4001 where it cannot be. A browser's session
         *     counts only from pages of Fovea itself.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of a job on several nodes: in this task */
                    rank?: number;
                    columns?: number;
                    rows?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A WebSocket */
                101: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/jobs/{id}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why a job waits, its place, and when it may start */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JobWhy"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label_sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Label sets that you may use, by name */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description In the name */
                    q?: string;
                    scope?: components["schemas"]["LabelSetScope"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_LabelSet"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Keep classes as a label set
         * @description The file of another one is taken as it is.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewLabelSet"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/label_sets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A label set with its classes */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Delete a label set
         * @description Projects that have its classes keep them.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change what is told of a label set, or who sees it */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Its revision */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LabelSetChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/label_sets/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A label set as a file */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As `POST /label_sets` takes it */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetFile"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/login_ways": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Ways in beside name and password */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginWays"];
                    };
                };
                /** @description Not done, with the reason */
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
         * Figures of the server, its queue, jobs and nodes, for Prometheus
         * @description Scrape it with a token that has the right `monitoring.read` alone.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Prometheus text format 0.0.4 */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/plain": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Model"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a model
         * @description A new threshold is written into the package; services that run the model go over to it without a pause. The stage
         *     goes from draft to released to retired, one step at a time and never back.
         */
        patch: {
            parameters: {
                query?: never;
                header: {
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ModelChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Model"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/models/{id}/board": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The board that a model of the task `components` knows */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ModelBoard"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/board/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of the good board that a model was taught by */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/evaluation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a model is worth on the pictures that were held back
         * @description Figures and verdicts are those of the model's present threshold.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EvaluationDoc"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/evaluation/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All that the model says of one of the evaluated pictures
         * @description Of models that tell more than a verdict: boxes, texts, measures of a bead.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["JudgedPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/evaluation/{index}/heat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a model looked in one of the evaluated pictures */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A picture of the same shape, 512 px at most */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/golden": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture that a model of the task `compare` holds others beside */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/onnx": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model's graph, for any ONNX runtime */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The graph */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model's package */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The package */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/models/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A model's evaluation as one HTML page */
        get: {
            parameters: {
                query?: {
                    /** @description `zh-CN` or `en`; left out: that of the browser */
                    lang?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The page */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/html": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Nodes, with what jobs have of each */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterNodes"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{name}/cordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close a node for new jobs
         * @description Those that it has stay. What it has is told as not to be had, and where quotas are more than what is left, each virtual cluster
         *     has its part of it. A node that is closed already stays as it is.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NodeCordon"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterNode"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/nodes/{name}/uncordon": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a node take jobs again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterNode"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oidc/{id}/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The way back from a provider: leads on to a page */
        get: {
            parameters: {
                query?: {
                    state?: string;
                    code?: string;
                    /** @description Why the provider let nobody in */
                    error?: string;
                    /** @description Who the provider is */
                    iss?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Logged in, or back to the login with `?problem=` */
                303: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oidc/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin to log in by a provider: the browser is to go to the address in the answer */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LoginStart"];
                };
            };
            responses: {
                /** @description The answer sets a cookie that the way back needs */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LoginStarted"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Description of this interface */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description OpenAPI 3.1 document */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": Record<string, never>;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/permissions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** All rights that roles can give, by module */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PermissionTree"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Picture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Take a picture out of its project; versions that hold it keep it */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/annotation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is said of a picture */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Annotation"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Say something of a picture; replaces all that was said
         * @description Without a verdict it follows from what else is said: marked regions or a class of defects mean `bad`. In projects of the scene
         *     `text` marked texts, in those of `glue` lines are no faults, and a good picture may bear them.
         */
        put: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewAnnotation"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Annotation"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/features": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Features of the places of a picture
         * @description The picture, scaled so that its longer side has at most 1,024 px, is told by the backbone in places of 8 × 8 px, 64 channels each, in
         *     deviations from the picture's mean. Little-endian: `FMP1`; columns, rows, channels and a zero as 16 bits; the pixels of the picture
         *     from one place to the next, to the right and downwards, and the worth of a value, as 32-bit floats; then the values, -127 to 127 as
         *     signed bytes, row by row, all channels of a place together. Worked out when it is first asked for, and kept.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Columns × rows × channels signed bytes behind 24 of head */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/octet-stream": number[];
                    };
                };
                /** @description You have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The picture's file as it was uploaded
         * @description A format that browsers do not show (TIFF, PNM) comes as PNG to whoever asks for pictures but not for it.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": number[];
                    };
                };
                /** @description You have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/lease": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Take a picture to work on, or keep it
         * @description Meanwhile nobody else can save what they say of it. It ends by itself half a minute after it was asked for last.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["LeaseWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["PictureLease"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Let go of a picture */
        delete: {
            parameters: {
                query?: {
                    /** @description The hand moved since the last time */
                    active?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description It is free, or another's */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/proposal/refuse": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say no to what is proposed of a picture */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Refused */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/similar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Pictures of the project that look most like this one, the likest first
         * @description Of those whose looks are known: a look at all pictures (`POST /projects/{id}/advice`) works them out.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_SimilarPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put tags to one picture, or take them away
         * @description Whoever may label it may. Returns all that it has then.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["OwnTagsWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OwnTags"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/thumb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture in small, as JPEG */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most 320 pixels a side */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                /** @description You have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/tiles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a picture is cut to pieces
         * @description The first level has the picture's own size, each other one half of that before. Pieces are numbered row by row, level by level.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Tiles"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/pictures/{id}/tiles/{index}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A piece of a picture, as JPEG
         * @description The first that is asked for takes some seconds for a large picture: all of its pieces are made then.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Number of the piece */
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most 512 pixels a side */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                /** @description You have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/prelabels/{id}/discard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take away what nobody has answered; what was taken over stays */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Projects
         * @description Whoever may not read projects sees those that are public.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /**
                     * @description `name`, `product`, `owner`, `pictures`, `labelled` (its share), `bytes`, `version`, `changed_at` or `created_at`, with `-` the other
                     *     way round; left out: `-created_at`
                     */
                    sort?: string;
                    /** @description Part of the name */
                    name?: string;
                    /** @description Those that were deleted and can still be restored, the last one first; `sort` and `name` say nothing then */
                    deleted?: boolean;
                    /** @description When the reader's day began, for the counts of today; else midnight UTC */
                    today?: components["schemas"]["Time"];
                    /** @description Your own, those of others that you may work in, or those that everybody may look at */
                    scope?: "own" | "shared" | "public";
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Project"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Begin a project */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProject"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project */
        get: {
            parameters: {
                query?: {
                    /** @description When the reader's day began, for the counts of today; else midnight UTC */
                    today?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Take a project out of sight
         * @description For thirty days it can be restored; then it goes for good, with its models, jobs, records and pictures.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a project */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ProjectChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/projects/{id}/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the advice of a project stands, and how much there is to look at */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Advice"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to look at all pictures
         * @description A job: what each picture looks like is worked out once, the rest each time.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Advice"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/advice/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures that somebody should look at, the first of a kind */
        get: {
            parameters: {
                query: {
                    what: "suspect" | "outlier" | "useful";
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_AdvisedPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/advice/right": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say that pictures are right as they are; they are not told again */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["FoundRight"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/annotation_tasks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tasks of a project */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_AnnotationTask"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Hand pictures out
         * @description To people, each with a part of them, or to a pool from which each takes the next. Pictures that are part of open work already are left out.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewAnnotationTask"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["AnnotationTask"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/annotation_tasks/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many pictures would be handed out */
        get: {
            parameters: {
                query?: {
                    verdict?: components["schemas"]["GoodOrBad"];
                    class_id?: components["schemas"]["Id"];
                    labelled?: boolean;
                    /** @description Part of the name */
                    name?: string;
                    /** @description Part of a text that is marked in it */
                    text?: string;
                    source?: components["schemas"]["PictureSource"];
                    /** @description A part, or `none`: those that are in no part */
                    part?: components["schemas"]["PartFilter"];
                    /** @description Those of one figure of these statistics; with `facet` and `bin` */
                    statistics?: components["schemas"]["Id"];
                    facet?: components["schemas"]["Facet"];
                    /** @description The class of the figure; 0 where left out */
                    bin?: number;
                    /** @description Those of which a model's proposal is in this state */
                    proposal?: components["schemas"]["ProposalState"];
                    /** @description Those that the last look at all pictures tells of so */
                    advice?: components["schemas"]["AdviceKind"];
                    /** @description With all of these tags, separated by commas */
                    tags?: string;
                    /** @description Of which a column says this, as `name:value`; several, each on a line: all of them */
                    column?: string;
                    /** @description The last model that proposed something of it gave it at least this score, from 0 to 1 */
                    score_min?: number;
                    score_max?: number;
                    /** @description How far it is in an open annotation task, or `none`: it is in none */
                    work?: components["schemas"]["WorkFilter"];
                    /** @description The user who said last what is said of it */
                    said_by?: components["schemas"]["Id"];
                    /** @description Whether somebody noted something at it */
                    noted?: boolean;
                    /** @description Its longer side has at least so many pixels */
                    side_from?: number;
                    side_to?: number;
                    bytes_from?: number;
                    bytes_to?: number;
                    added_from?: components["schemas"]["Time"];
                    added_to?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ToHandOut"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/annotations/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say the same of many pictures */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BulkAnnotation"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/bead_plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where a project's bead belongs */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnBeadPlan"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Say where a project's bead belongs
         * @description Trainings of the task `glue` that are begun from now on go by it; those that were begun keep theirs.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BeadPlan"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnBeadPlan"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/bead_plan/chessboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell how large a pixel is, by a picture of a chessboard
         * @description The picture is looked at and not kept. It must show the board where the parts lie, seen straight from above.
         */
        post: {
            parameters: {
                query: {
                    /** @description Side of a square */
                    square_mm: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SeenChessboard"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/bin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Deleted pictures of a project that can still be brought back */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description Part of the name */
                    name?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_BinnedPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/bin/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove deleted pictures for good, without waiting
         * @description Versions that hold them keep them. What they take on the disk is freed soon after.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BinChosen"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OfBin"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/bin/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Bring deleted pictures back */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BinChosen"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["OfBin"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/board_layout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the components of a project's boards lie */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnBoardLayout"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Say where the components of a project's boards lie
         * @description Trainings of the task `components` that are begun from now on go by it; those that were begun keep theirs.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["BoardLayout"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnBoardLayout"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/classes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Add a kind of defect */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewClass"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Class"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many verdicts of which kind, in all and by the hour */
        get: {
            parameters: {
                query?: {
                    service_id?: components["schemas"]["Id"];
                    from?: components["schemas"]["Time"];
                    /** @description Not included */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Counts"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/cuts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cut marked regions out of chosen pictures into another project
         * @description With `whole` the pictures themselves, as they are, with labels (classes by their names), tags and columns; with `away` they then go into the
         *     bin where they came from, so that they are moved.
         *
         *     An export of the same kind as others, a job, but that its pieces become pictures of the other project: with the region's class as their
         *     label, and with `source_project`, `source_picture` and `source_region` as columns beside those of the picture. The same content is there
         *     once, however often it is cut.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewCuts"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/edits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The last edits of a project's data, the newest first
         * @description Of 30 days, 50 at most.
         */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Edits"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports of chosen pictures of a project, the newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to write chosen pictures, as they are now, into an archive
         * @description An export like that of a version, without a version to look at.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewChosenExport"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/golden_picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture that a project's others are compared with */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChosenGolden"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Choose the picture that a project's others are compared with
         * @description Trainings of the task `compare` that are begun from now on go by it, and the model carries it. A picture `x_temp` is the
         *     template of `x` and `x_test` alone; it goes before this one while teaching.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["GoldenPicture"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ChosenGolden"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Imports of a project, the last one first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_PastImport"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to bring in pictures
         * @description An import is a job of the same id: its place in the lists, log and events are those of the job, and so are pausing and stopping.
         */
        post: {
            parameters: {
                query?: {
                    /**
                     * @description How labels are laid out: `folders`, `masks`, `labelme`, `coco`, `yolo`, `voc`, `cvat`, `datumaro`, `label_studio`, `csv`, `mvtec`,
                     *     `camvid`, `mot`, `wider_face`, `vgg_face2`, `tfrecord`, `boards`, `pairs`, `texts` or `glue`; left out or `auto`: that is found by what lies there
                     */
                    format?: string;
                    /** @description Pictures of which label files do not speak are good; else nothing is said of them */
                    unmentioned_good?: boolean;
                };
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/imports/from_storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take pictures from a storage of the server
         * @description An import as any other, with the same formats of labels, but that nothing is sent: the server copies the folder or file itself and ends
         *     the import then. The folder's own name counts as one of an upload does. With `link` pictures stay where they are and are read there, held
         *     against their hash each time; archives, masks and label files are copied all the same.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StorageImport"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Import"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/label_sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Keep the classes of a project as a label set */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["KeptLabelSet"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/label_sets/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What would become of a project's classes if those of a label set were added */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description The label set */
                    other: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetJoin"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Add the classes of a label set to those of a project
         * @description Classes are found by their names. What differs stays, or becomes as the set has it where `update` says so; each of those changes can be
         *     taken back by its edit. Nothing is taken away, and labels stay as they are.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description The label set */
                    other: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["JoinWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LabelSetJoin"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/learning": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How quality rises with labels */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Learning"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/learning/loop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Train by itself as labels come
         * @description Whenever so many pictures were labelled since the last training, a new one begins; also one that somebody else began counts. Its
         *     model then proposes labels for all pictures without one, and what to label next is ranked anew.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewLearningLoop"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LearningLoop"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Do not train by itself any more; what runs goes on */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Off */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/managers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Managers of a project, by name
         * @description They may hand out and review its annotation work, and read its pictures for that, whatever they may elsewhere.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_ProjectManager"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Make a user a manager of a project
         * @description By its owner, or by whoever may hand out and review everywhere. Who is one already stays one.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewProjectManager"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ProjectManager"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/managers/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Let a user be a manager of a project no more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description The user */
                    other: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/models": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's models */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    stage?: components["schemas"]["ModelStage"];
                    /** @description `name` or `created_at`, with `-` the other way round; left out: `-created_at` */
                    sort?: string;
                    /** @description Part of the name or note */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Model"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/next": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture that follows in the order of names, for the annotator */
        get: {
            parameters: {
                query?: {
                    /** @description The picture before; left out: begin with the first */
                    after?: components["schemas"]["Id"];
                    labelled?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["NextPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a project */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name`, `-added_at`, or `-score` or `score`: only those of which a model proposed something */
                    sort?: string;
                    /** @description Begin with the picture of this number, the first being 1; not with `cursor` */
                    number?: number;
                    verdict?: components["schemas"]["GoodOrBad"];
                    class_id?: components["schemas"]["Id"];
                    labelled?: boolean;
                    /** @description Part of the name */
                    name?: string;
                    /** @description Part of a text that is marked in it */
                    text?: string;
                    source?: components["schemas"]["PictureSource"];
                    /** @description A part, or `none`: those that are in no part */
                    part?: components["schemas"]["PartFilter"];
                    /** @description Those of one figure of these statistics; with `facet` and `bin` */
                    statistics?: components["schemas"]["Id"];
                    facet?: components["schemas"]["Facet"];
                    /** @description The class of the figure; 0 where left out */
                    bin?: number;
                    /** @description Those of which a model's proposal is in this state */
                    proposal?: components["schemas"]["ProposalState"];
                    /** @description Those that the last look at all pictures tells of so */
                    advice?: components["schemas"]["AdviceKind"];
                    /** @description With all of these tags, separated by commas */
                    tags?: string;
                    /** @description Of which a column says this, as `name:value`; several, each on a line: all of them */
                    column?: string;
                    /** @description The last model that proposed something of it gave it at least this score, from 0 to 1 */
                    score_min?: number;
                    score_max?: number;
                    /** @description How far it is in an open annotation task, or `none`: it is in none */
                    work?: components["schemas"]["WorkFilter"];
                    /** @description The user who said last what is said of it */
                    said_by?: components["schemas"]["Id"];
                    /** @description Whether somebody noted something at it */
                    noted?: boolean;
                    /** @description Its longer side has at least so many pixels */
                    side_from?: number;
                    side_to?: number;
                    bytes_from?: number;
                    bytes_to?: number;
                    added_from?: components["schemas"]["Time"];
                    added_to?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Picture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/pictures/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tags and columns that pictures of a project have, and people who labelled them */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["FilterChoices"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/pictures/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take many pictures out of a project
         * @description They lie in its bin for 30 days.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PicturesChosen"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/pictures/part": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put pictures into a part, whatever the rule says */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["PartWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/pictures/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Put tags to many pictures, or take them away */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TagsWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Changed"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/prelabels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What models proposed in a project, the newest first, and how much of it was taken over */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Prelabels"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Let a model propose labels
         * @description A job: the model looks at the pictures that have no label. What it proposes is kept beside the labels: it counts nowhere and goes into
         *     no version until somebody takes it over. Without a model, the reader that the program carries proposes texts: where each stands and
         *     what it says.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPrelabels"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Prelabels"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/prelabels/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How many pictures a model would look at */
        get: {
            parameters: {
                query?: {
                    verdict?: components["schemas"]["GoodOrBad"];
                    class_id?: components["schemas"]["Id"];
                    labelled?: boolean;
                    /** @description Part of the name */
                    name?: string;
                    /** @description Part of a text that is marked in it */
                    text?: string;
                    source?: components["schemas"]["PictureSource"];
                    /** @description A part, or `none`: those that are in no part */
                    part?: components["schemas"]["PartFilter"];
                    /** @description Those of one figure of these statistics; with `facet` and `bin` */
                    statistics?: components["schemas"]["Id"];
                    facet?: components["schemas"]["Facet"];
                    /** @description The class of the figure; 0 where left out */
                    bin?: number;
                    /** @description Those of which a model's proposal is in this state */
                    proposal?: components["schemas"]["ProposalState"];
                    /** @description Those that the last look at all pictures tells of so */
                    advice?: components["schemas"]["AdviceKind"];
                    /** @description With all of these tags, separated by commas */
                    tags?: string;
                    /** @description Of which a column says this, as `name:value`; several, each on a line: all of them */
                    column?: string;
                    /** @description The last model that proposed something of it gave it at least this score, from 0 to 1 */
                    score_min?: number;
                    score_max?: number;
                    /** @description How far it is in an open annotation task, or `none`: it is in none */
                    work?: components["schemas"]["WorkFilter"];
                    /** @description The user who said last what is said of it */
                    said_by?: components["schemas"]["Id"];
                    /** @description Whether somebody noted something at it */
                    noted?: boolean;
                    /** @description Its longer side has at least so many pixels */
                    side_from?: number;
                    side_to?: number;
                    bytes_from?: number;
                    bytes_to?: number;
                    added_from?: components["schemas"]["Time"];
                    added_to?: components["schemas"]["Time"];
                    /** @description Only those of this annotation task */
                    task_id?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ToPrelabel"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/purge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Remove a deleted project for good, without waiting
         * @description It is no longer found at once; what it takes on the disk is freed soon after.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Cannot be restored any more */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/raw_pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures that the line sent, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    machine?: string;
                    product?: string;
                    station?: string;
                    serial?: string;
                    flag?: components["schemas"]["OkOrNg"];
                    /** @description Taken from this moment on */
                    from?: components["schemas"]["Time"];
                    /** @description Not included */
                    to?: components["schemas"]["Time"];
                    /** @description Whether it is in the project's data */
                    taken?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_RawPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Send a picture from the line
         * @description The body is the picture itself with all else behind the `?`, or a form with the picture in the part `image` and all else as JSON in the part
         *     `about`, which may have places that the machine marked. `machine` is a must. It is kept beside the project's data until somebody takes it
         *     into them. The answer comes once it is on the disk: 201, or 200 with the first one where the same was sent before, which is told by the
         *     `Idempotency-Key`, or without one by content, machine and `taken_at`.
         */
        post: {
            parameters: {
                query?: {
                    machine?: string;
                    product?: string;
                    /** @description Step of the work, or the station that took it */
                    station?: string;
                    flag?: components["schemas"]["OkOrNg"];
                    /** @description Of the file */
                    name?: string;
                    /** @description Left out: when it came */
                    taken_at?: components["schemas"]["Time"];
                    /** @description Of the part */
                    serial?: string;
                    /** @description Of the machine's program, say */
                    version?: string;
                };
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "image/*": number[];
                    "multipart/form-data": components["schemas"]["RawForm"];
                };
            };
            responses: {
                /** @description It came before */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RawPicture"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RawPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/raw_pictures/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What pictures of the line can be filtered by */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RawChoices"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/raw_pictures/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Delete pictures of the line; what was taken into the data stays there
         * @description A request deletes 10,000 and tells how many are left.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RawChosen"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeletedRaw"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/raw_pictures/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take pictures of the line into the project's data
         * @description Each once. Places that machines marked become labels where the project has the class, the others are told; `flags` takes OK and NG over as
         *     well. A picture that has a label keeps it. A request takes 10,000 and tells how many are left.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TakeRaw"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TakenRaw"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/recipes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's recipes */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round; left out: `-created_at` */
                    sort?: string;
                    /** @description Part of the name */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Recipe"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Begin a recipe */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRecipe"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A project's records, newest first
         * @description With the filters `class` or `serial`, `total` counts up to ten thousand.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    service_id?: components["schemas"]["Id"];
                    verdict?: components["schemas"]["OkOrNg"];
                    class?: string;
                    recheck?: "none" | "ok" | "ng" | "any";
                    serial?: string;
                    /** @description True: only those that a recipe left to a person; they are NG, too */
                    asked?: boolean;
                    from?: components["schemas"]["Time"];
                    /** @description Not included */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Record"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/records.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's records as CSV, newest first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    service_id?: components["schemas"]["Id"];
                    verdict?: components["schemas"]["OkOrNg"];
                    class?: string;
                    recheck?: "none" | "ok" | "ng" | "any";
                    serial?: string;
                    /** @description True: only those that a recipe left to a person; they are NG, too */
                    asked?: boolean;
                    from?: components["schemas"]["Time"];
                    /** @description Not included */
                    to?: components["schemas"]["Time"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a record */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bring a deleted project back
         * @description With all that it had; its services are stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RestoredProject"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Project"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/services": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A project's services */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round; left out: `created_at` */
                    sort?: string;
                    /** @description Part of the name */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Deploy a released model as a service, which starts at once */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewService"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How a project's pictures are parted */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Split"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Part a project's pictures by a rule
         * @description Pictures that come later go where the rule says, and those that were placed stay. Another rule places all anew. By class
         *     only labelled pictures are placed. Versions keep the parts that were when they were made.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SplitWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Split"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Part a project's pictures no more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Versions hold back a share from now on */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/split/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a rule would do, without doing it */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SplitWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["SplitPreview"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The last statistics of a project or of one of its versions */
        get: {
            parameters: {
                query?: {
                    /** @description Of which version; left out: of the project as it is */
                    version_id?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["LastStatistics"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to work out statistics
         * @description It goes on in the background; where it is under way already, that is answered. What each content looks like is worked out
         *     once, so that a second time is quick.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["StatisticsWanted"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Statistics"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/text_plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is read in a project */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnTextPlan"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Say what is read in a project
         * @description Trainings of the task `read` that are begun from now on go by it; those that were begun keep theirs.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TextPlan"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DrawnTextPlan"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/trainings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Train a model
         * @description The job is queued: one training runs at a time. Without a version one is made of the pictures as they are now.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTraining"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/projects/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a project */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /**
                     * @description `number`, `note`, `pictures`, `labelled`, `bytes` or `published_at` (of published ones alone), with `-` the other
                     *     way round; left out: `-number`
                     */
                    sort?: string;
                    /** @description Part of the note or of a tag, or the number */
                    q?: string;
                    published?: boolean;
                    /** @description A tag as it is written */
                    tag?: string;
                    /** @description A task that its labels can teach */
                    task?: components["schemas"]["Task"];
                    scene?: components["schemas"]["Scene"];
                    /** @description How labels of an import were laid out by which some of its pictures came, such as `coco` */
                    format?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Keep pictures and labels as they are now
         * @description Pictures go into the parts that the project's rule says. Without one, part of the labelled pictures is held back to judge
         *     models by; pictures that show the same part, as their names tell, stay on one side.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewVersion"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/raw_pictures/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of the line */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RawPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/raw_pictures/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Its file as it was sent */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The picture */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/raw_pictures/{id}/thumb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The same, small */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 320 px at most */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_runs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A run; it is stopped as its job is */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeRun"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_runs/{id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a run with what was said of them */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description Left out: all */
                    part?: "all" | "escapes" | "overkill" | "recheck" | "ng" | "ok" | "changed" | "unread";
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_RecipeRunPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version of a recipe */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeVersion"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_versions/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is another in a version than in one before, or in the draft than in this version */
        get: {
            parameters: {
                query?: {
                    /** @description The version before; left out: what the draft has become since this version */
                    from?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeDiff"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_versions/{id}/package": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Pack a version with its models into one package, which becomes a model of the project */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipe_versions/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Try a version on many pictures, alone or beside another one */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRecipeRun"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeRun"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A recipe */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Take a recipe away; packages that were made of it stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Give a recipe another name */
        patch: {
            parameters: {
                query?: never;
                header: {
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RecipeChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/recipes/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Keep the draft of a recipe
         * @description Whatever is sent is kept, also what cannot run; that is told with the answer.
         */
        put: {
            parameters: {
                query?: never;
                header: {
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RecipeDraft"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipes/{id}/files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a file that the recipe may name: a layout of boxes (JSON) or a table of expected texts (CSV)
         * @description The answer tells under which name. What was sent never changes, for versions name it, too.
         */
        post: {
            parameters: {
                query: {
                    /** @description What it is called, such as `layout.json` */
                    name: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeFileName"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipes/{id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Runs of a recipe's versions, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_RecipeRun"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipes/{id}/trial": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a draft on a picture; nothing is kept
         * @description Of one desk the newest try counts: an older one is answered as outdated.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTrial"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TrialResult"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/recipes/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Versions of a recipe, the newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_RecipeVersion"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Keep the draft as a version, once it is sure that it can run */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRecipeVersion"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RecipeVersion"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/records/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A record */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Record"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/records/{id}/heat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the model looked in the picture of a record */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description A picture of the same shape */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/png": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/records/{id}/picture": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture that a record was made from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description The file as it was sent */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/*": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/records/{id}/recheck": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what a part really was
         * @description The last word counts; saying the same again changes nothing. With `to_dataset` the picture becomes one of the
         *     project's, with this label and, where the texts are said, with these at their places, once. A verdict of null takes back what was said; a picture in the data set stays there.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRecheck"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Record"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/records/{id}/thumb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The picture of a record, small */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description 320 px at most */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/registrations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for an account, where the house takes such requests
         * @description The account has no rights and cannot log in before somebody lets it in.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Registration"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Registered"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                    kind?: components["schemas"]["RoleKind"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Role"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Make a role from the tree of rights */
        post: {
            parameters: {
                query?: {
                    /** @description Only say what is wrong */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewRole"];
                };
            };
            responses: {
                /** @description Dry run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RowsAnswer"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Role"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Roles as CSV */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                    kind?: components["schemas"]["RoleKind"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a role */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Delete roles of your own making */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleAction"];
                };
            };
            responses: {
                /** @description One result for each id */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionResults"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/roles/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A role */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Role"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Delete a role of your own making that nobody has */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a role; it holds from the next request of those who have it */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RoleChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Role"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/roles/{id}/holders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give a role to users and groups, and take it from others, all or none */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["HoldersChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Role"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A service */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Take a service away; its records stay */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a service; with another model a running one is started anew */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ServiceChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/services/{id}/infer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Judge a picture
         * @description The body is the picture itself, or a form with it in the field `image`. The answer comes after the record is kept.
         *     With an `Idempotency-Key` the same picture sent again is given the record of the first time.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Serial number of the part, kept with the record */
                    serial?: string;
                    /** @description 1: answer with a heat map */
                    heat?: number;
                    /**
                     * @description Texts that a recipe asks for, as a JSON object such as `{"lot": "A12"}`; of a model that reads `expected`, the text that
                     *     must stand there
                     */
                    texts?: string;
                };
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "image/*": number[];
                    "multipart/form-data": number[];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Prediction"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Start a service; one that runs is left alone */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Requests and times of the last quarter of an hour; empty while the service does not run */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ServiceStats"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/services/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop a service; pictures that it has taken in are answered first */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Service"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who is logged in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Log in
         * @description Where the account has a second factor, the first answer is `auth.second_factor_needed`; then the same again with
         *     `code`, six digits of the authenticator or a recovery code.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["Login"];
                };
            };
            responses: {
                /** @description Logged in; the answer sets the cookie */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Not done, with the reason */
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
        /** Log out */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Logged out */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your sessions, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Session"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Log out everywhere, here too */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description All ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** End one of your sessions */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What holds for the whole house */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change what holds for the whole house */
        patch: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SettingsChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Settings"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/settings/logo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set the logo: a picture of at most 1 MB */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/octet-stream": number[];
                };
            };
            responses: {
                /** @description Set */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Go back to the built-in logo */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The server that letters go to; its password is told to nobody */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MailSetUp"];
                    };
                };
                /** @description Not done, with the reason */
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
        /**
         * Set the server that letters go to
         * @description Only for those who may do everything: links that let people in go that way. Where the password would go to another place
         *     than before, it has to be given anew.
         */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MailWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MailSetUp"];
                    };
                };
                /** @description Not done, with the reason */
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
        post?: never;
        /** Send no mail any more */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings/mail/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test mail by the settings that are kept */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["MailTest"];
                };
            };
            responses: {
                /** @description The mail server has taken it */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/setup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether there is no administrator yet */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Setup"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Create the first administrator
         * @description Needs the token of the link that the server printed, which is good for one use.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["SetupUse"];
                };
            };
            responses: {
                /** @description Logged in */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Me"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Statistics, with how far they are */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Statistics"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/statistics/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Work them out no further */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Statistics"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/storages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Storages of the server that pictures can be taken from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Storages"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/storages/{name}/entries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A folder of a storage
         * @description Page by page, folders first. Links are shown and never followed.
         */
        get: {
            parameters: {
                query?: {
                    /** @description The way from the storage, with `/` between names; left out: the storage itself */
                    path?: string;
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                    /** @description Only names with these words */
                    q?: string;
                };
                header?: never;
                path: {
                    name: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["StorageFiles"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates that you may use, by name; those that come with the product first */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description In the name */
                    q?: string;
                    scope?: components["schemas"]["TemplateScope"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Template"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Keep a job file as a template
         * @description Without secrets: others see it. For everybody with the right `job.write` only.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewTemplate"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TemplateDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Let your form begin with a template, or with nothing */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["DefaultTemplate"];
                };
            };
            responses: {
                /** @description Kept */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A template with its job file */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TemplateDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Delete a template */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change a template */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Its revision */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TemplateChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TemplateDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/templates/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The job file of a template */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description As `POST /jobs` takes it, with what is written beside its values */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/yaml": Record<string, never>;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/templates/{id}/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Submit a job by a template, with values for its parameters */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["TemplateJob"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Job"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Your tokens, newest first */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Token"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Make a token; its secret is told only in this answer
         * @description It may do no more than its scopes, and no more than its owner at the moment of use.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewToken"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenWithSecret"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Make a token void */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Void from now on */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users; with a filter no more than 10,000 are counted, with several at least 200 where there are so many */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name`, `nickname`, `created_at` or `last_login_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the user name, nickname, mail or phone */
                    q?: string;
                    state?: components["schemas"]["UserState"];
                    role_id?: components["schemas"]["Id"];
                    group_id?: components["schemas"]["Id"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_User"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Make a user
         * @description Without a password the answer holds an invitation. A dry run answers as `/users/batch` does.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Only say what is wrong */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewUser"];
                };
            };
            responses: {
                /** @description Dry run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchAnswer"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["MadeUser"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users as CSV */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name`, `nickname`, `created_at` or `last_login_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the user name, nickname, mail or phone */
                    q?: string;
                    state?: components["schemas"]["UserState"];
                    role_id?: components["schemas"]["Id"];
                    group_id?: components["schemas"]["Id"];
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a user */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/actions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Lock, unlock, delete users, or give and take groups and roles
         * @description Users who would leave a virtual cluster with their groups and have jobs there are left as they are; the answer is `vc.jobs_run` with the
         *     list then, until it is said with `stop_jobs` that they are to be stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserAction"];
                };
            };
            responses: {
                /** @description One result for each id */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ActionResults"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make up to ten users, all or none */
        post: {
            parameters: {
                query?: {
                    /** @description Only say what is wrong */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewUsers"];
                };
            };
            responses: {
                /** @description Dry run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchAnswer"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchAnswer"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make up to a thousand users from CSV, all or none
         * @description Columns by their heads: user name, nickname, phone, e-mail, note, language, roles, groups, in Chinese or English;
         *     several roles and groups separated by semicolons. Everybody gets an invitation.
         */
        post: {
            parameters: {
                query?: {
                    /** @description Only say what is wrong */
                    dry_run?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "text/csv": string;
                };
            };
            responses: {
                /** @description Dry run */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchAnswer"];
                    };
                };
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["BatchAnswer"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A user, with where each right comes from */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /** Delete a user who has no running jobs */
        delete: {
            parameters: {
                query?: {
                    /** @description Who gets what they made; else it belongs to nobody */
                    transfer_to?: components["schemas"]["Id"];
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Where they leave a virtual cluster with their groups and have jobs there, the answer is `vc.jobs_run` with the list, until it is said with
         *     `stop_jobs` that they are to be stopped.
         */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["UserChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["UserDetail"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/users/{id}/belongings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What hangs on a user */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Belongings"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Make another invitation; the one before is void */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Set a user's password, which they must change at the next login */
        put: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewPassword"];
                };
            };
            responses: {
                /** @description Set; their sessions and tokens ended */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/reset_link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a link by which a user chooses a new password; one made before is void
         * @description It works once, for 24 hours; the old password holds until then. Sessions and tokens end once it is used.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Invitation"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/second_factor/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take a user's second factor away, such as when the authenticator is lost */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description No longer asked for */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/users/{id}/virtual_clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Virtual clusters that a user is in */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClustersOfUser"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Put a user into virtual clusters and take them out of others, all or none
         * @description Where they have jobs or running imports in one that they leave, the answer is `vc.jobs_run` with the list, until it is said
         *     with `stop_jobs` that they are to be stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClustersOfUserChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClustersOfUser"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A version */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Delete a version
         * @description Not one that is published, and not one that a training or a model came of. The project's pictures and labels stay.
         */
        delete: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /** Change what is said of a version; what it holds stays */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VersionChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/versions/{id}/diff/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is different from one version to another of the same project
         * @description Pictures are the same where their contents are.
         */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description Pictures of which kind; left out: the first kind of which there are some */
                    kind?: components["schemas"]["DifferenceKind"];
                };
                header?: never;
                path: {
                    /** @description Before */
                    id: components["schemas"]["Id"];
                    /** @description After */
                    other: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionDifference"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A version as a zip archive, made while it is sent
         * @description What the format cannot say of a label stands in `README.txt` within it. A large one is better begun by `POST /versions/{id}/exports`,
         *     whose archive can be fetched in parts.
         */
        get: {
            parameters: {
                query?: {
                    /** @description `folders` where left out */
                    format?: "folders" | "coco" | "coco_rle" | "labelme" | "voc" | "yolo" | "yolo_outlines" | "yolo_oriented" | "cvat" | "datumaro" | "label_studio" | "csv" | "mvtec" | "camvid" | "mot" | "wider_face" | "vgg_face2" | "tfrecord" | "pairs" | "icdar" | "paddle_ocr" | "crops";
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Pictures and labels */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/zip": number[];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Exports of a version, the newest first */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Begin to write a version into an archive
         * @description An export is a job of the same id, done by the server itself. Its archive is kept for seven days.
         */
        post: {
            parameters: {
                query?: never;
                header?: {
                    "Idempotency-Key"?: string | null;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewExport"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Export"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/facts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a version holds in numbers, and which trainings and models came of it */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VersionFacts"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/pictures": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pictures of a version with their labels */
        get: {
            parameters: {
                query?: {
                    /** @description Rows to give, at most 200 */
                    limit?: number;
                    /** @description `next` of the page before */
                    cursor?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_VersionPicture"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/pictures/{index}/thumb": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A picture of a version in small, as JPEG; also of one that the project has no more */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                    /** @description Position in the version */
                    index: number;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description At most 320 pixels a side */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "image/jpeg": number[];
                    };
                };
                /** @description You have it */
                304: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish a version
         * @description It is shown as published, is the one that is proposed for training, and cannot be deleted.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What restoring a version would change */
        get: {
            parameters: {
                query?: {
                    /** @description Whether pictures that were taken out of the project come back */
                    bring_back?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RestorePreview"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /**
         * Let the labels of a project become again what a version says
         * @description Pictures that came later keep their labels. It goes part by part: where it is cut off, doing it again goes on.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["RestoreWanted"];
                };
            };
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RestoreResult"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/versions/{id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take back that a version was published */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Version"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Virtual clusters; without the right `cluster.read` those that you are in */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                    /** @description Only those that you are in */
                    mine?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_VirtualCluster"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        /** Make a virtual cluster */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["NewVirtualCluster"];
                };
            };
            responses: {
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VirtualCluster"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Virtual clusters as CSV, one line a type of device */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description `name` or `created_at`, with `-` the other way round */
                    sort?: string;
                    /** @description Part of the name or description */
                    q?: string;
                    /** @description Only those that you are in */
                    mine?: boolean;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description One line a virtual cluster and type of device */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "text/csv": string;
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/device_use": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Devices over time: used, available and not to be had, by type
         * @description They are counted every minute, and kept in steps of five minutes for two days, of an hour for two months and of a day for two
         *     years.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Of this virtual cluster; left out: of the whole cluster, with the right `cluster.read` */
                    virtual_cluster_id?: components["schemas"]["Id"];
                    /** @description From this moment on; left out: the last day */
                    from?: components["schemas"]["Time"];
                    /** @description Up to this one; left out: up to now */
                    to?: components["schemas"]["Time"];
                    /** @description At most so many points a type of device; left out: 200 */
                    points?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeviceUse"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Devices of the whole cluster, and how many of them no virtual cluster has */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterDevices"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/storage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How full the disk is on which the server keeps its data */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Storage"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A virtual cluster; one that you are not in is not there without the right `cluster.read` */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VirtualCluster"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        /**
         * Delete a virtual cluster: not the last one, and not the one that you work in
         * @description With jobs that have not ended the answer is `vc.jobs_run` with the list, until it is said with `stop_jobs` that they are to
         *     be stopped. What they made stays.
         */
        delete: {
            parameters: {
                query?: {
                    /** @description Stop its jobs; else they are told and nothing is deleted */
                    stop_jobs?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Gone */
                204: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Not done, with the reason */
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
        options?: never;
        head?: never;
        /**
         * Change a virtual cluster
         * @description It may grow while jobs run, and not shrink below what they hold. Where it is no longer open and somebody who is no
         *     member then has jobs there, the answer is `vc.jobs_run` with the list, until it is said with `stop_jobs` that they are to
         *     be stopped.
         */
        patch: {
            parameters: {
                query?: never;
                header: {
                    /** @description Revision that was changed */
                    "If-Match": string;
                };
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["VirtualClusterChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VirtualCluster"];
                    };
                };
                /** @description Not done, with the reason */
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
        trace?: never;
    };
    "/virtual_clusters/{id}/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Users and groups to choose members from; for those who may change members */
        get: {
            parameters: {
                query?: {
                    /** @description Part of the user name, nickname, mail or phone, or of a group's name */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterCandidates"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/{id}/device_users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who holds devices of a virtual cluster, how many of them idle, and for how long in the last days
         * @description All of them for those with the right `cluster.read` and administrators of the virtual cluster; others see themselves.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Part of the user name or nickname */
                    q?: string;
                    /** @description Also those who hold nothing at this moment */
                    past?: boolean;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["DeviceUsers"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/{id}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a job of yours may have there, and when it would start
         * @description The rules are those that a job is submitted by: what is allowed here is taken, and what would never start is told with the same
         *     reason.
         */
        get: {
            parameters: {
                query?: {
                    /** @description Type of device that `devices` counts */
                    device?: string;
                    /** @description On each node; left out: as few as can be asked for */
                    devices?: number;
                    /** @description Left out: a job on one node */
                    nodes?: number;
                    /** @description On each node, beside devices that are cards; left out: 1 */
                    cores?: number;
                    memory_mib?: number;
                    priority?: number;
                    preemptible?: boolean;
                    longest_run_s?: number;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["ClusterLimits"];
                    };
                };
                /** @description Not done, with the reason */
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
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/{id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put users and groups in and take others out, all or none
         * @description Where somebody who is no member then has jobs or running imports there, the answer is `vc.jobs_run` with the list, until it
         *     is said with `stop_jobs` that they are to be stopped.
         */
        post: {
            parameters: {
                query?: never;
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["ClusterMembersChange"];
                };
            };
            responses: {
                200: {
                    headers: {
                        /** @description Revision */
                        ETag?: string;
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["VirtualCluster"];
                    };
                };
                /** @description Not done, with the reason */
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
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/virtual_clusters/{id}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Members that are named one by one */
        get: {
            parameters: {
                query?: {
                    limit?: number;
                    cursor?: string;
                    /** @description Part of the user name, nickname, mail or phone */
                    q?: string;
                };
                header?: never;
                path: {
                    id: components["schemas"]["Id"];
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["List_ClusterMember"];
                    };
                };
                /** @description Not done, with the reason */
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
        About: {
            /**
             * @description SPDX expression of the licence of Fovea itself
             * @example Apache-2.0
             */
            licence: string;
            /** @description Text of that licence, in English */
            licence_text: string;
            /** @description When the server was started */
            started_at: components["schemas"]["Time"];
            /**
             * @description As semantic versioning has them
             * @example 0.1.0
             */
            version: string;
        };
        AcceptedInvitation: {
            nickname?: string | null;
            password: string;
        };
        /** @description What is left out stays. */
        AccountChange: {
            job_mail?: null | components["schemas"]["JobNotify"];
            language?: string | null;
            mail?: string | null;
            nickname?: string | null;
            phone?: string | null;
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        ActionResult: {
            /** @description Why not */
            code: string | null;
            id: components["schemas"]["Id"];
            ok: boolean;
        };
        ActionResults: {
            results: components["schemas"]["ActionResult"][];
        };
        /** @description Where the advice of a project stands. */
        Advice: {
            /**
             * Format: int64
             * @description Pictures whose looks are known
             */
            described: number;
            done: null | components["schemas"]["AdviceRun"];
            newer: null | components["schemas"]["AdviceRun"];
            /** Format: int64 */
            outliers: number;
            /** Format: int64 */
            pictures: number;
            /**
             * Format: int64
             * @description Labels that are likely wrong and that nobody has called right
             */
            suspects: number;
            /**
             * Format: int64
             * @description Pictures without labels in the order of what to label next
             */
            useful: number;
        };
        /** @enum {string} */
        AdviceKind: "suspect" | "outlier" | "useful";
        /** @description A look at all pictures of a project; it is a job of the same id. */
        AdviceRun: {
            created_at: components["schemas"]["Time"];
            done_at: null | components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description That it looked at
             */
            pictures: number;
            progress: null | components["schemas"]["Progress"];
            /** @description Of its job */
            state: components["schemas"]["JobState"];
        };
        AdvisedPicture: {
            class_id: null | components["schemas"]["Id"];
            picture: components["schemas"]["Picture"];
            /**
             * Format: double
             * @description Of a suspect by how much more likely another class is (0 to 1); of an outlier how far out it is, in spreads of the usual; else 0
             */
            score: number;
        };
        AllowedCounts: {
            /**
             * Format: int32
             * @description Null: nothing is allowed
             */
            least: number | null;
            /** Format: int32 */
            most: number | null;
            /** @description Only these; null: all from the least to the most */
            one_of: number[] | null;
        };
        AllowedSpread: {
            /**
             * Format: int32
             * @description With the fewest of them a node
             */
            most_nodes: number;
            per_node: components["schemas"]["AllowedCounts"];
            /**
             * Format: int32
             * @description On all nodes together
             */
            quota: number;
        };
        AnnotateStep: {
            /** Format: int64 */
            labelled: number;
            state: components["schemas"]["StepState"];
            /** Format: int64 */
            total: number;
        };
        /** @description All that is said of one picture. */
        Annotation: {
            /** @description Two label the picture apart, and this is the caller's own word: no label until a reviewer takes it */
            apart: boolean;
            class_id: null | components["schemas"]["Id"];
            picture_id: components["schemas"]["Id"];
            proposal: null | components["schemas"]["Proposal"];
            regions: components["schemas"]["Region"][];
            /** Format: int64 */
            revision: number;
            updated_at: components["schemas"]["Time"];
            /** @description Name of the user */
            updated_by: string | null;
            verdict: null | components["schemas"]["GoodOrBad"];
        };
        /** @description Pictures that were handed out. */
        AnnotationTask: {
            /** @description Those two see nothing of each other; else the second begins with what the first finished */
            blind: boolean;
            closed_at: null | components["schemas"]["Time"];
            counts: null | components["schemas"]["PieceCounts"];
            created_at: components["schemas"]["Time"];
            /** @description Name of the user */
            created_by: string | null;
            deadline: null | components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Pictures of the pool that nobody has taken
             */
            free: number;
            id: components["schemas"]["Id"];
            instructions: string;
            /** @description Of the caller's own part */
            mine: components["schemas"]["PieceCounts"];
            name: string;
            pairs: null | components["schemas"]["PairCounts"];
            /** @description Each takes the next; else each has their part */
            pool: boolean;
            project: components["schemas"]["TaskProject"];
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description Finished pictures that a reviewer looks at by themselves, without those of pairs
             */
            to_review: number;
        };
        /** @description What is left out stays. */
        AnnotationTaskChange: {
            closed?: boolean | null;
            deadline?: null | components["schemas"]["Time"];
            instructions?: string | null;
            name?: string | null;
        };
        /** @description Somebody who may annotate. */
        Annotator: {
            id: components["schemas"]["Id"];
            name: string;
            nickname: string;
        };
        /** @enum {string} */
        AttributeKind: "choice" | "number" | "text" | "tick";
        AuditActions: {
            actions: string[];
        };
        /** @description The chain of the audit, looked at as a whole. */
        AuditCheck: {
            broken: null | components["schemas"]["BrokenRow"];
            /**
             * @description What became of the head that was given: `held`, `broken`, or `forgotten` where later rows were removed
             *     because their time was over
             */
            expected: string | null;
            /** Format: int64 */
            first_seq: number | null;
            /**
             * @description The end of the chain; kept elsewhere it shows later, as `expect`, that nothing up to it was changed
             * @example 1204:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
             */
            head: string | null;
            /** Format: int64 */
            last_seq: number | null;
            /**
             * Format: int64
             * @description Up to here rows were removed because the time they are kept was over
             */
            removed_to: number;
            /** Format: int64 */
            rows: number;
        };
        /** @description Who did what. */
        AuditRow: {
            /** @example user.change */
            action: string;
            actor_id: null | components["schemas"]["Id"];
            actor_name: string;
            after: Record<string, never> | null;
            at: components["schemas"]["Time"];
            before: Record<string, never> | null;
            from_address: string;
            /** @description Over this row and the one before it */
            hash: string;
            object_id: string | null;
            object_kind: string;
            object_name: string;
            project_id: null | components["schemas"]["Id"];
            request_id: string | null;
            /** @description `done` or `refused` */
            result: string;
            /** Format: int64 */
            seq: number;
        };
        BatchAnswer: {
            /** @description Empty for a dry run */
            made: components["schemas"]["MadeUser"][];
            /** @description Empty: all are good */
            rows: components["schemas"]["RowProblem"][];
            /** @description Rows that were read */
            total: number;
        };
        /** @description How a batch is to be looked at. */
        BatchWanted: {
            /**
             * Format: double
             * @description Acceptable quality limit, faulty pictures in a hundred: 0.1, 0.15, 0.25, 0.4, 0.65, 1, 1.5, 2.5, 4 or 6.5
             */
            aql: number;
            level: components["schemas"]["InspectionLevel"];
        };
        /** @description Measures of a bead of glue; places along it are in mm from the start of its path. */
        Bead: {
            /** Format: double */
            area_mm2: number;
            breaks: components["schemas"]["BeadBreak"][];
            bubbles: components["schemas"]["BeadBubble"][];
            /** Format: double */
            end_mm: number | null;
            /** Format: double */
            length_mm: number;
            /** @description Least and largest width that are allowed */
            limits_mm: number[] | null;
            /** Format: double */
            mm_per_px: number | null;
            /** Format: double */
            offset_at_mm: number | null;
            /**
             * Format: double
             * @description Where its middle is farthest from the path, to the right
             */
            offset_max_mm: number | null;
            overflow: components["schemas"]["BeadOverflow"][];
            /** @description Where its path lies in the picture: points in pixels at even distances */
            path: number[][];
            /**
             * Format: double
             * @description Length of the wanted path, and of the bead along it
             */
            path_mm: number;
            /** @description Limits that are broken, the worst first */
            reasons: components["schemas"]["BeadReason"][];
            /**
             * Format: double
             * @description How much later than its path it begins, and earlier it ends; null: of a closed path
             */
            start_mm: number | null;
            /** Format: double */
            volume_mm3: number;
            width_mm: components["schemas"]["BeadWidth"];
        };
        BeadBreak: {
            /** Format: double */
            from_mm: number;
            /** Format: double */
            length_mm: number;
            /** Format: double */
            to_mm: number;
        };
        BeadBubble: {
            /** Format: double */
            across_mm: number;
            /** Format: double */
            area_mm2: number;
            /** Format: double */
            at_mm: number;
        };
        /** @description What is allowed; what is left out follows from width and tolerance. */
        BeadLimits: {
            /**
             * Format: double
             * @description Longest break
             */
            break_mm?: number | null;
            /** Format: double */
            bubble_mm2?: number | null;
            /** @description Shortest and longest bead */
            length_mm?: number[] | null;
            /**
             * Format: double
             * @description Largest offset of the middle of the bead from its path
             */
            offset_mm?: number | null;
            /** Format: double */
            overflow_mm2?: number | null;
            /** @description Least and largest width */
            width_mm?: number[] | null;
        };
        BeadOverflow: {
            /** Format: double */
            area_mm2: number;
            /** Format: double */
            from_mm: number;
            /** Format: double */
            reach_mm: number;
            side: components["schemas"]["BeadSide"];
            /** Format: double */
            to_mm: number;
        };
        /** @description Where the bead of a project belongs. */
        BeadPlan: {
            /** @description Whether the last point joins the first */
            closed: boolean;
            limits?: components["schemas"]["BeadLimits"];
            /** @description Whether the part may lie shifted or turned, and is looked for in each picture */
            locate: boolean;
            /** Format: double */
            mm_per_px: number;
            /** @description The middle of the bead in pixels of that picture */
            path: number[][];
            /** @description The picture that it was drawn on */
            picture_id: components["schemas"]["Id"];
            threshold?: null | components["schemas"]["BeadThreshold"];
            /**
             * Format: double
             * @description How far an edge may lie beside its place; beyond is overflow
             */
            tolerance_mm: number;
            /** Format: double */
            width_mm: number;
        };
        BeadReason: {
            /** Format: double */
            from_mm: number;
            /** Format: double */
            limit: number;
            /** @description In pixels of the picture */
            place: number[];
            rule: components["schemas"]["BeadRule"];
            /** Format: double */
            to_mm: number;
            /** @description `mm`, `mm2` or `mm3` */
            unit: string;
            /** Format: double */
            value: number;
        };
        /** @enum {string} */
        BeadRule: "break" | "overflow" | "narrow" | "wide" | "offset" | "bubble" | "start" | "end" | "length" | "volume";
        /** @enum {string} */
        BeadSide: "left" | "right";
        /** @description The measures of a bead that a table has. */
        BeadSummary: {
            /** Format: int64 */
            breaks: number;
            /** Format: double */
            length_mm: number;
            /** Format: double */
            offset_max_mm: number | null;
            /** Format: double */
            path_mm: number;
            /** @description Limits that are broken, each once, the worst first */
            reasons: components["schemas"]["BeadRule"][];
            /** Format: double */
            width_max_mm: number | null;
            /** Format: double */
            width_mean_mm: number | null;
            /** Format: double */
            width_min_mm: number | null;
        };
        /** @description From what value on and up to which a place is bead. */
        BeadThreshold: {
            /** Format: double */
            least: number;
            /** Format: double */
            most: number;
            of: components["schemas"]["BeadTone"];
        };
        /** @enum {string} */
        BeadTone: "light" | "red_green" | "blue_green";
        BeadWidth: {
            /** Format: double */
            max: number | null;
            /** Format: double */
            max_at_mm: number | null;
            /** Format: double */
            mean: number | null;
            /** Format: double */
            min: number | null;
            /** Format: double */
            min_at_mm: number | null;
            /** @description From the start of the path on; null: no bead, or its end is near. Empty in lists */
            profile: (number | null)[];
            /**
             * Format: double
             * @description From one value of the profile to the next
             */
            step_mm: number;
        };
        BegunDevice: {
            /** @description For the program alone */
            device_code: string;
            /** Format: int64 */
            expires_in_s: number;
            /**
             * Format: int64
             * @description Ask no more often than this
             */
            interval_s: number;
            /** @example ABCD-EFGH */
            user_code: string;
            /** @description Behind the address of this server */
            verify_url: string;
        };
        BegunFactor: {
            /** @description In base 32, to be typed */
            secret: string;
            /** @description The same as a URL, to be scanned */
            url: string;
        };
        /** @description What hangs on a user. */
        Belongings: {
            /** Format: int64 */
            imports: number;
            /** Format: int64 */
            jobs: number;
            /** Format: int64 */
            projects: number;
            /** @description As long as there are any, the user cannot be deleted */
            running_jobs: components["schemas"]["RunningJob"][];
            /** Format: int64 */
            sessions: number;
            /** Format: int64 */
            tokens: number;
            /** Format: int64 */
            versions: number;
        };
        /** @description These, or all of the bin. */
        BinChosen: {
            all?: boolean;
            ids?: components["schemas"]["Id"][];
        };
        /** @description A picture that was deleted and can still be brought back. */
        BinnedPicture: {
            deleted_at: components["schemas"]["Time"];
            /** @description Name of the user */
            deleted_by: string | null;
            /** @description When it goes for good */
            kept_until: components["schemas"]["Time"];
            picture: components["schemas"]["Picture"];
        };
        /** @description Where the components of a board lie. */
        BoardLayout: {
            components: components["schemas"]["PlacedComponent"][];
            /** @description The picture of a good board that they were drawn on */
            picture_id: components["schemas"]["Id"];
        };
        /** @description What everybody may know before logging in. */
        Branding: {
            /** @description Where the logo is, if there is one */
            logo: string | null;
            /** @description Modules that are not there */
            modules_off: string[];
            product_name: string;
            self_registration: boolean;
        };
        BrokenRow: {
            /** Format: int64 */
            seq: number;
            /** @description `changed` or `missing` */
            what: string;
        };
        /** @description One answer for many pictures. */
        BulkAnnotation: {
            class_id?: null | components["schemas"]["Id"];
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
            verdict?: null | components["schemas"]["GoodOrBad"];
        };
        Candidate: {
            id: components["schemas"]["Id"];
            name: string;
            nickname: string;
        };
        Changed: {
            /**
             * Format: int64
             * @description How many were changed; those that are gone or of another project are not
             */
            changed: number;
            edit: null | components["schemas"]["Id"];
        };
        /** @description A class after it was changed. */
        ChangedClass: components["schemas"]["Class"] & {
            edit?: null | components["schemas"]["Id"];
        };
        ChosenGolden: {
            picture_id: null | components["schemas"]["Id"];
            updated_at: null | components["schemas"]["Time"];
            /** @description Name of the user */
            updated_by: string | null;
        };
        Class: {
            /** @description What is asked of each of its regions */
            attributes: components["schemas"]["ClassAttribute"][];
            /** @example #e05a47 */
            colour: string;
            /** @description Pictures of it have no defect */
            good: boolean;
            id: components["schemas"]["Id"];
            /** @description The key that chooses it; null: the digit of its place */
            key: string | null;
            name: string;
            /** Format: int32 */
            position: number;
            shape: null | components["schemas"]["ShapeKind"];
        };
        ClassAgreement: {
            /**
             * Format: int64
             * @description Places that both marked as this class
             */
            both: number;
            class_id: components["schemas"]["Id"];
            /** Format: double */
            f1: number;
            /**
             * Format: double
             * @description Cohen's kappa of whether a picture shows it; null: all are alike
             */
            kappa: number | null;
            /**
             * Format: int64
             * @description Places that one of them marked
             */
            one: number;
            /** Format: double */
            overlap: number | null;
        };
        /** @description What a class asks of each of its regions. */
        ClassAttribute: {
            /** @description Of a choice only */
            choices?: string[];
            kind: components["schemas"]["AttributeKind"];
            name: string;
        };
        /** @description What is left out stays as it is. */
        ClassChange: {
            /** @description All that is asked of each of its regions; what was said of regions stays */
            attributes?: components["schemas"]["ClassAttribute"][] | null;
            colour?: string | null;
            /** @description A letter or digit that chooses it; null: the digit of its place */
            key?: string | null;
            name?: string | null;
            /** Format: int32 */
            position?: number | null;
            shape?: null | components["schemas"]["ShapeKind"];
        };
        ClassCount: {
            class_id: components["schemas"]["Id"];
            name: string;
            /** Format: int64 */
            pictures: number;
        };
        /** @enum {string} */
        ClassEdit: "change" | "merge" | "remove";
        ClassFigures: {
            class_id: null | components["schemas"]["Id"];
            colour: string | null;
            good: boolean;
            name: string | null;
            /**
             * Format: int64
             * @description Pictures that count as this class
             */
            pictures: number;
            /**
             * Format: int64
             * @description Marked places of this class
             */
            regions: number;
            /** Format: int64 */
            test: number;
            /** Format: int64 */
            train: number;
            /** Format: int64 */
            validation: number;
        };
        ClassPlaces: {
            class_id: components["schemas"]["Id"];
            place: number[];
        };
        ClassTask: {
            id: components["schemas"]["Id"];
            name: string;
            /** Format: int64 */
            pictures: number;
        };
        /** @description What speaks of a class, so what a change of it changes. */
        ClassUse: {
            /**
             * Format: int64
             * @description Pictures that two people label, where one of them says it and nothing is settled yet
             */
            apart: number;
            /**
             * Format: int64
             * @description Pictures of the bin, which follow
             */
            in_bin: number;
            /**
             * Format: int64
             * @description Of the pictures those of which nothing else is said: without the class they are not labelled
             */
            only: number;
            /** Format: int64 */
            pictures: number;
            /** Format: int64 */
            regions: number;
            /** @description Its regions by their kind of shape */
            shapes: components["schemas"]["ShapeCount"][];
            /** @description Open annotation tasks that have pictures of it */
            tasks: components["schemas"]["ClassTask"][];
        };
        ClassWork: {
            class_id: null | components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Pictures
             */
            finished: number;
            /**
             * Format: double
             * @description The share of those that was sent back once or more
             */
            rework: number;
            /**
             * Format: double
             * @description For one of them, on average
             */
            seconds: number;
            user_id: components["schemas"]["Id"];
        };
        /** @description Who could be added. */
        ClusterCandidates: {
            groups: components["schemas"]["GroupRef"][];
            users: components["schemas"]["Candidate"][];
        };
        /** @description Devices of a type in the whole cluster. */
        ClusterDevice: {
            /** @example cpu */
            device: string;
            /**
             * Format: int32
             * @description Of these, held by no job
             */
            free: number;
            /**
             * Format: int32
             * @description Of nodes that take jobs
             */
            schedulable: number;
            /** Format: int32 */
            total: number;
            /**
             * Format: int32
             * @description In no virtual cluster
             */
            unallocated: number;
            unit: components["schemas"]["DeviceUnit"];
        };
        ClusterDevices: {
            items: components["schemas"]["ClusterDevice"][];
            nodes: components["schemas"]["ClusterNode"][];
        };
        /** @description What a job of yours may have in a virtual cluster. */
        ClusterLimits: {
            /** @description Whether the server has a folder of data that jobs may see */
            data_folder: boolean;
            /** @description Of each type of device: what may be asked for, what is free, and when it would start */
            devices: components["schemas"]["DeviceLimits"][];
            /**
             * Format: int64
             * @description Most that a job may keep on the disk; null: no limit
             */
            disk_mib: number | null;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Of one job; null: no end
             */
            longest_run_s: number | null;
            /**
             * Format: int64
             * @description Longest time of learning of a training, which leaves a part of the whole for its evaluation
             */
            longest_training_s: number | null;
            name: string;
            /** Format: int32 */
            priority_max: number;
            /** Format: int32 */
            priority_min: number;
            quotas: components["schemas"]["QuotaUse"][];
            /** @description Whether they may change it */
            writes_data: boolean;
        };
        /** @description A member who is named. */
        ClusterMember: {
            administers: boolean;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Jobs there that have not ended
             */
            jobs: number;
            name: string;
            nickname: string;
        };
        ClusterMembersChange: components["schemas"]["HoldersChange"] & {
            /** @description Of members that are named one by one; only with the right `cluster.write` */
            add_administrator_ids?: components["schemas"]["Id"][];
            remove_administrator_ids?: components["schemas"]["Id"][];
            /** @description Stop jobs and imports of whoever is no member then; else they are told and nothing is changed */
            stop_jobs?: boolean;
        };
        /** @description A machine, or one that is declared in the cluster file. */
        ClusterNode: {
            closed: null | components["schemas"]["NodeClosed"];
            /** Format: int32 */
            cores: number;
            /**
             * Format: int32
             * @description Held by jobs
             */
            cores_used: number;
            /** @description Cards by type */
            devices: components["schemas"]["NodeDevices"][];
            /** @description Whether commands are held to their part of the disk; else only their work folders are looked after */
            holds_disk: boolean;
            labels: {
                [key: string]: string;
            };
            /** @description What limits are set with: `cgroup2`, `cgroup1`, `partial` or `none` */
            limits: string;
            /** Format: int64 */
            memory_mib: number;
            /**
             * Format: int64
             * @description Asked for by jobs
             */
            memory_used_mib: number;
            /** @example local */
            name: string;
            /** @description Version of the Podman that jobs with an image run by */
            podman: string | null;
            podman_lacks: null | components["schemas"]["Reason"];
            /** @description What keeps users' commands apart: `bubblewrap` or `none` */
            sandbox: string;
            /** @description Why there is none */
            sandbox_lacks: string | null;
            /** @description It takes jobs */
            schedulable: boolean;
            /** @description Declared only: its jobs run as processes of the server's machine */
            simulated: boolean;
            /** @description What jobs have of it */
            uses: components["schemas"]["NodeUse"][];
        };
        /** @description What jobs run on. */
        ClusterNodes: {
            /** @description The first is the machine that the server runs on */
            items: components["schemas"]["ClusterNode"][];
        };
        /** @description A virtual cluster that somebody is in. */
        ClusterOfUser: {
            administers: boolean;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Of one job there, of the virtual cluster's limit and the user's the shorter; null: no end
             */
            longest_run_s: number | null;
            name: string;
            way: components["schemas"]["ClusterWay"];
        };
        ClusterRef: {
            id: components["schemas"]["Id"];
            name: string;
        };
        /** @enum {string} */
        ClusterWay: "user" | "group" | "everybody";
        /** @description Virtual clusters that a user is in. */
        ClustersOfUser: {
            default_id: null | components["schemas"]["Id"];
            items: components["schemas"]["ClusterOfUser"][];
        };
        ClustersOfUserChange: {
            add?: components["schemas"]["Id"][];
            remove?: components["schemas"]["Id"][];
            /** @description Stop their jobs where they are no member then; else they are told and nothing is changed */
            stop_jobs?: boolean;
        };
        CollectStep: {
            /** Format: int64 */
            pictures: number;
            state: components["schemas"]["StepState"];
        };
        /** @description What is known of pictures beside what they show, under one name. */
        ColumnChoice: {
            /**
             * Format: int64
             * @description How many values it has
             */
            different: number;
            name: string;
            /**
             * Format: int64
             * @description How many have it
             */
            pictures: number;
            /** @description The 50 that most pictures have */
            values: components["schemas"]["TagCount"][];
        };
        CommandText: string | string[];
        /** @description What is told of one component. */
        ComponentResult: {
            /**
             * Format: double
             * @description Turned by so many degrees, clockwise
             */
            angle: number;
            /**
             * Format: double
             * @description Off its place in pixels of the picture that was taught
             */
            dx: number;
            /** Format: double */
            dy: number;
            /**
             * Format: double
             * @description 0 (surely sound) to 1 (surely not)
             */
            score: number;
            state: components["schemas"]["ComponentState"];
        };
        /** @enum {string} */
        ComponentState: "ok" | "missing" | "wrong" | "reversed" | "shifted";
        /** @description That it is really you. */
        Confirmation: {
            password: string;
        };
        /** @description How many of what. */
        Console: {
            /** Format: int64 */
            groups: number;
            /** Format: int64 */
            invited: number;
            /** Format: int64 */
            locked: number;
            /** Format: int64 */
            roles: number;
            /** Format: int64 */
            users: number;
            /** Format: int64 */
            waiting: number;
        };
        Contact: {
            mail: string;
            name: string;
            nickname: string;
            phone: string;
        };
        /** @description Whom to ask for rights. */
        Contacts: {
            items: components["schemas"]["Contact"][];
        };
        Counts: {
            /**
             * Format: int64
             * @description Of the NG a recipe left so many to a person
             */
            asked: number;
            by_hour: components["schemas"]["HourCount"][];
            /**
             * Format: int64
             * @description OK, and a person said NG
             */
            escape: number;
            /** Format: int64 */
            ng: number;
            /** Format: int64 */
            ok: number;
            /**
             * Format: int64
             * @description NG, and a person said OK
             */
            overkill: number;
            /** Format: int64 */
            rechecked: number;
            /** Format: int64 */
            total: number;
            /**
             * Format: double
             * @description Share of OK
             */
            yield: number | null;
        };
        /** @description Cut regions on their way into another project. */
        CutsInto: {
            /**
             * Format: int64
             * @description New pictures
             */
            added: number;
            /**
             * Format: int64
             * @description Pieces that the project had already
             */
            known: number;
            /**
             * Format: int64
             * @description Pieces that got their class as a label
             */
            labelled: number;
            /** Format: double */
            margin: number;
            /** @description Null: it is gone */
            name: string | null;
            project_id: components["schemas"]["Id"];
            /** @description Whole pictures, instead of regions that are cut out */
            whole: boolean;
        };
        /** @description Which template your form begins with. */
        DefaultTemplate: {
            template_id: null | components["schemas"]["Id"];
        };
        DeletedRaw: {
            /** Format: int64 */
            deleted: number;
            /**
             * Format: int64
             * @description Still to be deleted: a request deletes 10,000
             */
            left: number;
        };
        DeployStep: {
            /** Format: int64 */
            running: number;
            /** Format: int64 */
            services: number;
            state: components["schemas"]["StepState"];
        };
        DeviceCode: {
            device_code: string;
        };
        DeviceErrorGroup: {
            /**
             * Format: int32
             * @description Null: of the system on a group of cards
             */
            card: number | null;
            /** @description There are more, older ones, which are not read */
            cut: boolean;
            /** Format: int64 */
            lines: number;
            node: string;
            /** Format: int32 */
            rank: number;
        };
        DeviceErrorLine: {
            at: components["schemas"]["Time"];
            /** @description It stands in the log of the host, and names the card */
            by_host: boolean;
            /**
             * Format: int32
             * @description Null: of the system on a group of cards
             */
            card: number | null;
            /** @description Part of the driver, such as `RUNTIME` */
            module: string;
            node: string;
            process: string;
            /** Format: int32 */
            rank: number;
            text: string;
        };
        DeviceErrorNode: {
            /** @description Cards of the job there */
            cards: number[];
            /** @description The cluster file says where the logs are */
            configured: boolean;
            node: string;
            /** Format: int32 */
            rank: number;
            /** @description The folder is there */
            readable: boolean;
        };
        /** @description Lines of the driver that tell of errors of a job's cards, while it had them. */
        DeviceErrors: {
            /** @description By node and card */
            groups: components["schemas"]["DeviceErrorGroup"][];
            /** @description A page, oldest first */
            items: components["schemas"]["DeviceErrorLine"][];
            /**
             * Format: int64
             * @description Give it as `from` for what follows; null at the end
             */
            next: number | null;
            /** @description Nodes of the job whose logs can be read here */
            nodes: components["schemas"]["DeviceErrorNode"][];
            /**
             * Format: int64
             * @description Lines that were asked for, of all pages
             */
            total: number;
        };
        /** @description What a job of yours may ask for of a type of device. */
        DeviceLimits: {
            /** @example cpu */
            device: string;
            distributed: null | components["schemas"]["AllowedSpread"];
            distributed_lacks: null | components["schemas"]["Reason"];
            /**
             * Format: int32
             * @description Of the whole cluster, on nodes that take jobs
             */
            free: number;
            lacking: null | components["schemas"]["Reason"];
            /** Format: int32 */
            left_to_user: number;
            /** Format: int32 */
            left_to_vc: number;
            /**
             * Format: int32
             * @description Most that a job on one node would have at once
             */
            most_now: number;
            /**
             * Format: int32
             * @description Nodes that have devices of this type, and those of the largest size of which all are free
             */
            nodes: number;
            outlook: components["schemas"]["DeviceOutlook"];
            /**
             * Format: int32
             * @description Of the virtual cluster, with the nodes that are up
             */
            quota: number;
            /** @description On one node */
            regular: components["schemas"]["AllowedCounts"];
            /**
             * Format: int32
             * @description Of the whole cluster
             */
            total: number;
            unit: components["schemas"]["DeviceUnit"];
            /**
             * Format: int64
             * @description Jobs of the virtual cluster that wait for this type
             */
            waiting: number;
            /** Format: int32 */
            whole_nodes_free: number;
        };
        /** @description What would become of a job that asked for so many now. */
        DeviceOutlook: {
            /**
             * Format: int64
             * @description Jobs of the virtual cluster for the same type that would come before it
             */
            ahead: number | null;
            /**
             * Format: int32
             * @description On each node
             */
            devices: number;
            expected_start: null | components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Null: on one node
             */
            nodes: number | null;
            reason: null | components["schemas"]["Reason"];
            starts: components["schemas"]["DeviceStarts"];
        };
        /** @enum {string} */
        DeviceStarts: "now" | "later" | "never";
        DeviceToken: {
            /** @description Of the user */
            name: string;
            /** @description Told only this once */
            secret: string;
            /** @description To make it void later: `DELETE /tokens/{id}` */
            token_id: components["schemas"]["Id"];
        };
        /** @enum {string} */
        DeviceUnit: "core" | "card";
        /** @description Devices over time. */
        DeviceUse: {
            items: components["schemas"]["DeviceUseOfType"][];
            /**
             * Format: double
             * @description Length of the step that a point tells of
             */
            step_s: number;
        };
        DeviceUseOfType: {
            /** @example cpu */
            device: string;
            points: components["schemas"]["DeviceUsePoint"][];
        };
        /** @description Means over a step of time. */
        DeviceUsePoint: {
            /** @description Its beginning */
            at: components["schemas"]["Time"];
            /** Format: double */
            available: number;
            /**
             * Format: int32
             * @description At one moment of the step
             */
            most_used: number;
            /**
             * Format: double
             * @description On nodes that take no jobs, or lost to nodes that are away
             */
            unschedulable: number;
            /** Format: double */
            used: number;
        };
        /** @description A user with a type of device. */
        DeviceUser: {
            /** @example cpu */
            device: string;
            /**
             * Format: int32
             * @description At this moment, by their jobs
             */
            held: number;
            /**
             * Format: double
             * @description Devices times hours of the last days
             */
            held_hours: number;
            /**
             * Format: int32
             * @description Of these by jobs that use nothing
             */
            idle: number;
            /**
             * Format: double
             * @description Of these idle
             */
            idle_hours: number;
            name: string;
            nickname: string;
            /**
             * Format: int32
             * @description Of these by jobs that make room for others
             */
            preemptible: number;
            user_id: components["schemas"]["Id"];
        };
        /** @description Who holds devices of a virtual cluster. */
        DeviceUsers: {
            /**
             * Format: int32
             * @description How far back the hours count
             */
            days: number;
            /** @description Who holds most first; no more than 500 */
            items: components["schemas"]["DeviceUser"][];
            /**
             * Format: int64
             * @description Also those that are left out
             */
            total: number;
        };
        /** @enum {string} */
        DifferenceKind: "added" | "removed" | "label_added" | "label_removed" | "label_changed" | "moved";
        DirectoryLink: {
            directory_password: string;
            /** @description Yours in the directory */
            name: string;
            /** @description Yours here, where you have one */
            password?: string;
            provider_id: components["schemas"]["Id"];
        };
        DrawnBeadPlan: {
            plan: null | components["schemas"]["BeadPlan"];
            updated_at: null | components["schemas"]["Time"];
            /** @description Name of the user */
            updated_by: string | null;
        };
        DrawnBoardLayout: {
            layout: null | components["schemas"]["BoardLayout"];
            updated_at: null | components["schemas"]["Time"];
            /** @description Name of the user */
            updated_by: string | null;
        };
        DrawnTextPlan: {
            plan: null | components["schemas"]["TextPlan"];
            updated_at: null | components["schemas"]["Time"];
            /** @description Name of the user */
            updated_by: string | null;
        };
        /** @description Something that was done to many pictures at once, or to a class. */
        Edit: {
            /** @description Tags */
            added: string[];
            /** @description The class that pictures got, or that was changed, by its name then */
            class: string | null;
            class_edit: null | components["schemas"]["ClassEdit"];
            id: components["schemas"]["Id"];
            /** @description The class that it was merged into, or its new name */
            into: string | null;
            kind: components["schemas"]["EditKind"];
            made_at: components["schemas"]["Time"];
            /** @description Name of the user */
            made_by: string | null;
            part: null | components["schemas"]["Part"];
            /** Format: int64 */
            pictures: number;
            removed: string[];
            undone_at: null | components["schemas"]["Time"];
            verdict: null | components["schemas"]["GoodOrBad"];
        };
        /** @enum {string} */
        EditKind: "delete" | "label" | "move" | "tag" | "class";
        Edits: {
            /** @description The newest first */
            items: components["schemas"]["Edit"][];
        };
        /** @description A way into a job. */
        Endpoint: {
            /** @description The host that it has for itself; only a link of `open` lets in */
            host: string;
            kind: components["schemas"]["EndpointKind"];
            last_used_at: null | components["schemas"]["Time"];
            logdir: string | null;
            /** @description Whether you may open it */
            may_open: boolean;
            name: string;
            /** Format: int32 */
            port: number | null;
            /** @description With whom it is shared; only for those who may share it */
            shares: components["schemas"]["EndpointShare"][];
            socket: string | null;
            state: components["schemas"]["EndpointState"];
            /** @description Its address as a browser has it, with scheme and port; null: the browser cannot reach it by this server's name */
            url: string | null;
        };
        /** @enum {string} */
        EndpointKind: "http" | "jupyter" | "tensorboard" | "vscode";
        /** @description A link that works once. */
        EndpointOpened: {
            expires_at: components["schemas"]["Time"];
            url: string;
        };
        EndpointShare: {
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            /** @description Name of the user */
            user: string;
        };
        /** @enum {string} */
        EndpointState: "waiting" | "starting" | "ready" | "dead" | "ended" | "not_installed" | "closed";
        /** @description A tool that is started beside a job's command. */
        EndpointTool: {
            /** @description On this server; a job may bring its own along */
            installed: boolean;
            kind: components["schemas"]["EndpointKind"];
            /** @description The program that is looked for */
            program: string;
        };
        EndpointTools: {
            items: components["schemas"]["EndpointTool"][];
        };
        Endpoints: {
            items: components["schemas"]["Endpoint"][];
        };
        /** @description Boxes on a judged picture. */
        EvaluatedBoxes: {
            /** @description By people */
            marked: components["schemas"]["ScoredBox"][];
            /** @description By the model, the surest first; also those below the threshold */
            told: components["schemas"]["ScoredBox"][];
        };
        EvaluatedPicture: {
            bead: null | components["schemas"]["BeadSummary"];
            boxes: null | components["schemas"]["EvaluatedBoxes"];
            class: string | null;
            /** @description Of a model that knows the components of a board; empty: of another one */
            components: components["schemas"]["JudgedComponent"][];
            /** @description Whether there is a heat map */
            heat: boolean;
            /** Format: int64 */
            index: number;
            name: string;
            picture_id: null | components["schemas"]["Id"];
            predicted_class: string | null;
            /** Format: double */
            score: number;
            /** @description Of a model that reads: the texts of which is known what stands there */
            texts: components["schemas"]["JudgedText"][];
            truth_bad: boolean;
            verdict: components["schemas"]["OkOrNg"];
        };
        EvaluationDoc: {
            /** @description As `fovea evaluate --json` gives it */
            evaluation: Record<string, never>;
            model_id: components["schemas"]["Id"];
            pictures: components["schemas"]["EvaluatedPicture"][];
        };
        ExplainedRight: {
            from: components["schemas"]["RightFrom"][];
            name: string;
        };
        /** @description A version on its way into an archive, or there. */
        Export: {
            /**
             * Format: int64
             * @description Of the archive; null: it is not there yet, or not any more
             */
            bytes: number | null;
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Of what is written now, pictures or files
             */
            done: number;
            ended_at: null | components["schemas"]["Time"];
            format: components["schemas"]["ExportFormat"];
            /** @description Also that of its job */
            id: components["schemas"]["Id"];
            into: null | components["schemas"]["CutsInto"];
            kept_until: null | components["schemas"]["Time"];
            /** @description What the format could not say */
            losses: components["schemas"]["LossCount"][];
            /** @description Its job is paused: it begins anew when that goes on */
            paused: boolean;
            /**
             * Format: int64
             * @description In the archive
             */
            pictures: number;
            project_id: components["schemas"]["Id"];
            reason: null | components["schemas"]["Reason"];
            state: components["schemas"]["ExportState"];
            /** Format: int64 */
            total: number;
            version_id: null | components["schemas"]["Id"];
        };
        /**
         * @description What another program reads.
         * @enum {string}
         */
        ExportFormat: "folders" | "coco" | "coco_rle" | "labelme" | "voc" | "yolo" | "yolo_outlines" | "yolo_oriented" | "cvat" | "datumaro" | "label_studio" | "csv" | "mvtec" | "camvid" | "mot" | "wider_face" | "vgg_face2" | "tfrecord" | "pairs" | "icdar" | "paddle_ocr" | "crops";
        /** @enum {string} */
        ExportState: "running" | "done" | "cancelled" | "failed";
        /**
         * @description What pictures are counted by.
         * @enum {string}
         */
        Facet: "size" | "brightness" | "sharpness" | "extent" | "aspect" | "place" | "near" | "leak" | "unreadable" | "out_of_reach";
        FactorCode: {
            /** @description Six digits */
            code: string;
        };
        /** @description What became of one uploaded file. */
        FileResult: {
            /** Format: int64 */
            added: number;
            /** Format: int64 */
            duplicates: number;
            /** @description The first 1,000; `/imports/{id}/refusals` has all */
            refused: components["schemas"]["Refusal"][];
        };
        /** @description What the wall can be filtered by beside what every project has. */
        FilterChoices: {
            /** @description By name, at most 100 */
            columns: components["schemas"]["ColumnChoice"][];
            /** @description Who said something, most first */
            people: components["schemas"]["PersonCount"][];
            tags: components["schemas"]["TagCount"][];
        };
        FoundPerson: {
            dn: string;
            groups: string[];
            mail: string;
            name: string;
            nickname: string;
            phone: string;
        };
        FoundRegion: {
            /**
             * Format: double
             * @description In square pixels
             */
            area: number;
            /** @description Left, top, width, height in pixels */
            bbox: number[];
            class: string | null;
            polygon: number[][];
            /** Format: double */
            score: number;
        };
        /** @description Pictures that somebody found right. */
        FoundRight: {
            ids: components["schemas"]["Id"][];
            what: components["schemas"]["AdviceKind"];
        };
        GoldenPicture: {
            picture_id: components["schemas"]["Id"];
        };
        /**
         * @description What a person says of a picture.
         * @enum {string}
         */
        GoodOrBad: "good" | "bad";
        Group: {
            created_at: components["schemas"]["Time"];
            description: string;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description How many users
             */
            members: number;
            name: string;
            /** Format: int64 */
            revision: number;
            roles: components["schemas"]["RoleRef"][];
        };
        GroupAction: {
            action: components["schemas"]["GroupActionName"];
            ids: components["schemas"]["Id"][];
            /** @description Of `delete`: stop jobs in virtual clusters that members were in by this group alone; else they are told (`vc.jobs_run`) */
            stop_jobs?: boolean;
            user_ids?: components["schemas"]["Id"][];
        };
        /** @enum {string} */
        GroupActionName: "delete" | "add_users";
        /** @description What is left out stays. */
        GroupChange: {
            description?: string | null;
            name?: string | null;
            role_ids?: components["schemas"]["Id"][] | null;
        };
        GroupRef: {
            id: components["schemas"]["Id"];
            name: string;
        };
        /** @description Pictures that somebody has not finished go to others. */
        HandOver: {
            from?: null | components["schemas"]["Id"];
            /** @description In equal parts; nobody: back to the pool */
            to: components["schemas"]["Id"][];
        };
        Health: {
            /** @example ok */
            status: string;
            version: string;
        };
        HoldersChange: {
            add_group_ids?: components["schemas"]["Id"][];
            add_user_ids?: components["schemas"]["Id"][];
            remove_group_ids?: components["schemas"]["Id"][];
            remove_user_ids?: components["schemas"]["Id"][];
        };
        HourCount: {
            at: components["schemas"]["Time"];
            /** Format: int64 */
            ng: number;
            /** Format: int64 */
            ok: number;
        };
        /**
         * Format: uuid
         * @description Name of a thing; those made later sort later
         */
        Id: string;
        /** @description A person elsewhere that is you here. */
        Identity: {
            id: components["schemas"]["Id"];
            kind: components["schemas"]["ProviderKind"];
            last_used_at: null | components["schemas"]["Time"];
            linked_at: components["schemas"]["Time"];
            /** @description How you are called there */
            name: string;
            provider: string;
            provider_id: components["schemas"]["Id"];
        };
        /** @description Who else may say who somebody is. */
        IdentityProvider: {
            /** @description Whoever is not known yet gets an account */
            create_users: boolean;
            created_at: components["schemas"]["Time"];
            enabled: boolean;
            /** @description There is one; it is told to nobody */
            has_secret: boolean;
            id: components["schemas"]["Id"];
            kind: components["schemas"]["ProviderKind"];
            ldap: null | components["schemas"]["LdapSettings"];
            mapping: components["schemas"]["MappingRow"][];
            /** @description On the button */
            name: string;
            oidc: null | components["schemas"]["OidcSettings"];
            /** @description To be made known to the provider */
            redirect_uri: string | null;
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description Users who can come in by it
             */
            users: number;
        };
        /** @description A part of a picture that does not matter, in pixels. */
        IgnoredPart: {
            /** @description Left, top, width and height */
            box: number[];
        } | {
            /** @description Corners, each x and y */
            polygon: number[][];
        };
        /** @description An image that a job may name. */
        Image: {
            description: string;
            /** @description Types that it is made for; empty: any, or nobody said */
            devices: string[];
            /** @description Such as `PyTorch`; null: nobody said what is in it */
            framework: string | null;
            group: components["schemas"]["ImageGroup"];
            /** @description It need not be fetched first */
            here: boolean;
            /** @example registry.example.com/team/pytorch:2.8 */
            image: string;
            version: string | null;
        };
        /** @enum {string} */
        ImageGroup: "preset" | "private" | "server";
        /** @description Images that the command of a job can run in a container of. */
        Images: {
            /** @description Those that are offered by engine and version, then the others by name */
            items: components["schemas"]["Image"][];
            lacks: null | components["schemas"]["Reason"];
        };
        /** @description Files on their way into a project. */
        Import: {
            /**
             * Format: int64
             * @description New pictures
             */
            added: number;
            /**
             * Format: int64
             * @description Pictures of which tables told other columns than labels
             */
            columns: number;
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Pictures that the project had already
             */
            duplicates: number;
            ended_at: null | components["schemas"]["Time"];
            ends_by: null | components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Files seen, also those within archives
             */
            files: number;
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Pictures that got a label
             */
            labels: number;
            /** @description Its job is paused: it takes nothing in until that goes on */
            paused: boolean;
            project_id: components["schemas"]["Id"];
            reason: null | components["schemas"]["Reason"];
            /** Format: int64 */
            received_bytes: number;
            /** Format: int64 */
            refused: number;
            state: components["schemas"]["ImportState"];
        };
        /** @enum {string} */
        ImportState: "running" | "done" | "cancelled" | "failed";
        ImportedFrom: {
            /** @description Pictures stayed there and are only linked */
            linked: boolean;
            /** @description A folder or a file below it; empty: all of it */
            path: string;
            storage: string;
        };
        InspectStep: {
            /** Format: int64 */
            records: number;
            state: components["schemas"]["StepState"];
            /**
             * Format: int64
             * @description Since the moment `today`, else since midnight UTC
             */
            today: number;
        };
        /**
         * @description General inspection levels of ISO 2859-1: how much is looked at.
         * @enum {string}
         */
        InspectionLevel: "I" | "II" | "III";
        Invitation: {
            expires_at: components["schemas"]["Time"];
            mail: null | components["schemas"]["MailState"];
            /** @description Told only this once; the page is `/invitation#secret=…` */
            secret: string;
        };
        Invited: {
            expires_at: components["schemas"]["Time"];
            name: string;
            nickname: string;
            /** @description Of somebody who was in already: a new password, and then the usual way in */
            reset: boolean;
        };
        /** @description Something that runs. */
        Job: {
            /**
             * Format: int32
             * @description How often it was started
             */
            attempt: number;
            /**
             * Format: int32
             * @description Cores that it holds, on all nodes together
             */
            cores: number;
            /**
             * Format: int32
             * @description Cores that it asks for, on each node, beside devices that are cards; null: its devices are cores
             */
            cores_wanted: number | null;
            created_at: components["schemas"]["Time"];
            deleted_at: null | components["schemas"]["Time"];
            device: string;
            /**
             * Format: int32
             * @description Devices that it asks for, on each node; null: as many as its virtual cluster gives it
             */
            devices: number | null;
            /**
             * Format: int64
             * @description Most that it may keep on the disk, as it asked for itself or its virtual cluster has it; null: no limit
             */
            disk_mib: number | null;
            ended_at: null | components["schemas"]["Time"];
            ends_by: null | components["schemas"]["Time"];
            /**
             * Format: int32
             * @description Devices that it holds at this moment, on all nodes together
             */
            held: number;
            id: components["schemas"]["Id"];
            idle: null | components["schemas"]["JobIdle"];
            kept_until: null | components["schemas"]["Time"];
            kind: components["schemas"]["JobKind"];
            /**
             * Format: int64
             * @description Longest time that it asked to run, in seconds; null: it asked for none
             */
            longest_run_s: number | null;
            /**
             * Format: int64
             * @description Most that it may use; null: no limit
             */
            memory_mib: number | null;
            model_id: null | components["schemas"]["Id"];
            name: string;
            /**
             * Format: int32
             * @description Nodes that it runs on at once; null: it is a job on one node
             */
            nodes: number | null;
            /** @description Name of the user */
            owner: string | null;
            /** @description May be told to make room for others */
            preemptible: boolean;
            /**
             * Format: int32
             * @description Where several wait, the higher goes before
             */
            priority: number;
            progress: null | components["schemas"]["Progress"];
            project_id: null | components["schemas"]["Id"];
            reason: null | components["schemas"]["Reason"];
            spec: Record<string, never>;
            started_at: null | components["schemas"]["Time"];
            state: components["schemas"]["JobState"];
            tags: string[];
            virtual_cluster: null | components["schemas"]["ClusterRef"];
        };
        JobCardMetric: {
            /** @description End of the step */
            at: components["schemas"]["Time"];
            /**
             * Format: double
             * @description In use on the card, by whomever
             */
            memory_bytes: number;
            /** Format: double */
            most_share: number;
            /**
             * Format: double
             * @description Part of the time that it worked, 0 to 1
             */
            share: number;
        };
        /** @description What a card of a job did. */
        JobCardMetrics: {
            /** Format: int32 */
            card: number;
            points: components["schemas"]["JobCardMetric"][];
            /**
             * Format: int32
             * @description Which of its tasks
             */
            rank: number;
        };
        JobChange: {
            /**
             * Format: int32
             * @description 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000
             */
            priority: number;
        };
        /** @description A command to be run within a job. */
        JobCommandWanted: {
            /** @description Program and arguments, which no shell reads */
            command: string[];
            /**
             * Format: int32
             * @description Of a job on several nodes: in this task
             */
            rank?: number;
        };
        JobEvents: {
            items: components["schemas"]["JobHappening"][];
        };
        /** @description A job file: what is to run, on what, and for how long at most. YAML or JSON. */
        JobFile: {
            command: components["schemas"]["CommandText"];
            /**
             * Format: int32
             * @description On each node, beside devices that are cards; left out: 1. Of `cpu` another word for `devices`
             */
            cores?: number | null;
            /**
             * @description Type of device; left out: `cpu`
             * @example cpu
             */
            device?: string | null;
            /**
             * Format: int32
             * @description How many of them, on each node; left out: 1. Of `cpu` they are cores
             */
            devices?: number | null;
            /**
             * @description Most that it may keep on the disk, such as `20GiB`, or a number of MiB; left out: what the virtual cluster has, or no limit
             * @example 20GiB
             */
            disk?: string | null;
            /** @description Ways in from outside, while it runs: what its own program serves, or tools that are started beside it */
            endpoints?: components["schemas"]["JobFileEndpoint"][];
            /** @description Variables by name; names that begin with `FOVEA_` are kept for Fovea */
            environment?: {
                [key: string]: string;
            };
            /**
             * @description Name of an image that is on the server: the command runs in a container of it, by Podman; left out: with the programs of the
             *     server's machine
             * @example localhost/tools:1
             */
            image?: string | null;
            kind?: null | components["schemas"]["JobFileKind"];
            /**
             * @description Such as `2h`, or a number of seconds; left out: as long as virtual cluster and user may
             * @example 2h
             */
            longest_run?: string | null;
            master_command?: null | components["schemas"]["CommandText"];
            /**
             * @description Such as `4GiB`, or a number of MiB; left out: no limit
             * @example 4GiB
             */
            memory?: string | null;
            /**
             * Format: int32
             * @description With `restart: on_failure`; left out: 3
             */
            most_restarts?: number | null;
            /** @description Which folders are seen, and where; left out: the job's work folder as `/home/` and your name */
            mounts?: components["schemas"]["JobMount"][];
            /** @example count parts */
            name: string;
            /**
             * Format: int32
             * @description Of a distributed job: nodes that it runs on at once, with a task on each
             */
            nodes?: number | null;
            notify?: null | components["schemas"]["JobNotify"];
            /** @description What is asked for when it is submitted; `${name}` stands for it in the name, the command and the environment */
            parameters?: components["schemas"]["JobParameter"][];
            /** @description May be told to make room for others; it waits for its turn again then */
            preemptible?: boolean;
            /**
             * Format: int32
             * @description 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000; left out: 100
             */
            priority?: number | null;
            /**
             * @description The container has all rights of who runs Podman on the server; only with an image, with the right `job.privileged_submit`, and where
             *     the server was started with `--privileged-jobs`
             */
            privileged?: boolean;
            /**
             * Format: int32
             * @description Processes and threads at a time; left out: 1024
             */
            processes?: number | null;
            /** @description Name or id; left out: of no project */
            project?: string | null;
            /** @description When it is begun again by itself */
            restart?: components["schemas"]["JobRestart"];
            /** @description Short words to find it by */
            tags?: string[];
            type?: components["schemas"]["JobFileType"];
            /** @description Values of parameters by name; those left out have the usual */
            values?: {
                [key: string]: string;
            };
            /** @description Name or id of one that you are in; left out: where you work */
            virtual_cluster?: string | null;
        };
        /** @description A way into a running job. */
        JobFileEndpoint: {
            kind?: components["schemas"]["EndpointKind"];
            /**
             * @description Of `tensorboard`: folder with event files; left out: the work folder
             * @example runs
             */
            logdir?: string | null;
            /**
             * @description Small letters, digits and single hyphens
             * @example board
             */
            name: string;
            /**
             * Format: int32
             * @description Of `http`: where the job's program listens, on 127.0.0.1
             */
            port?: number | null;
            /**
             * @description Of `http`, instead of a port: name of a Unix socket in the folder `FOVEA_ENDPOINTS`
             * @example app.sock
             */
            socket?: string | null;
        };
        /** @enum {string} */
        JobFileKind: "command" | "training" | "development" | "visualisation";
        /** @enum {string} */
        JobFileType: "regular" | "distributed";
        /** @description Something that happened to a job. */
        JobHappening: {
            at: components["schemas"]["Time"];
            /** @description `submit`, `start`, `up`, `pause_asked`, `resume_asked`, `preempt`, `yielded`, `stop_asked`, `done`, `failed`, `lost`, `again`, `idle_warned` or `clock_stepped` */
            event: string;
            reason: null | components["schemas"]["Reason"];
            /** @description State that followed */
            state: components["schemas"]["JobState"];
        };
        /** @description That a job uses nothing. */
        JobIdle: {
            pauses_at: null | components["schemas"]["Time"];
            /** @description When it used something last */
            since: components["schemas"]["Time"];
            /** @description Its owner was warned */
            warned: boolean;
        };
        /** @enum {string} */
        JobKind: "train" | "service" | "command" | "training" | "development" | "visualisation" | "import" | "export" | "recipe" | "prelabel" | "advise";
        /** @description A step of time: means, and the most within it. */
        JobMetric: {
            /** @description End of the step */
            at: components["schemas"]["Time"];
            /**
             * Format: double
             * @description Cores that were busy
             */
            cores: number;
            /** Format: double */
            memory_bytes: number;
            /** Format: double */
            most_cores: number;
            /** Format: double */
            most_memory_bytes: number;
            /** Format: double */
            processes: number;
            /**
             * Format: double
             * @description From disks
             */
            read_bytes_s: number | null;
            /**
             * Format: double
             * @description Over a network of its own
             */
            received_bytes_s: number | null;
            /** Format: double */
            sent_bytes_s: number | null;
            /** Format: double */
            written_bytes_s: number | null;
        };
        /** @description What a job used over time. */
        JobMetrics: {
            /** @description Of NVIDIA cards, where the driver is on the server's machine: each card of each task */
            cards: components["schemas"]["JobCardMetrics"][];
            /**
             * Format: int32
             * @description Cores that it holds; null: none at this moment
             */
            cores: number | null;
            /**
             * Format: int64
             * @description Most memory that it may use; null: no limit
             */
            memory_mib: number | null;
            points: components["schemas"]["JobMetric"][];
            /**
             * Format: double
             * @description Length of the step that a point tells of; 0 where there is no point
             */
            step_s: number;
        };
        JobMount: {
            source: components["schemas"]["MountSource"];
            /**
             * @description Full path inside the job; left out: of `home` `/home/` and your name, of `data` `/data`, of `work` the same as of `home`, or `/work`
             *     beside it, of the first `version` `/dataset`, of the second `/dataset-2`
             * @example /home/ann
             */
            target?: string | null;
            /**
             * @description Of `version`: `PROJECT/NUMBER`, or its id
             * @example screws/3
             */
            version?: string | null;
        };
        /**
         * @description When the owner of a job gets mail as it ends.
         * @enum {string}
         */
        JobNotify: "never" | "failure" | "end";
        /** @description Something that is asked for when a job is submitted. The job has it as a variable of this name. */
        JobParameter: {
            /** @description Of a choice */
            choices?: string[];
            /** @description Left out: a value has to be given */
            default?: string | null;
            help?: string;
            /** @description What people read; left out: the name */
            label?: string;
            /**
             * Format: int32
             * @description Of a text: signs at most; left out: 200
             */
            longest?: number | null;
            /**
             * Format: double
             * @description Of a number
             */
            max?: number | null;
            /**
             * Format: double
             * @description Of a number
             */
            min?: number | null;
            /**
             * @description Small letters, digits and `_`
             * @example epochs
             */
            name: string;
            type: components["schemas"]["JobParameterType"];
            /** @description Of a number: without a fraction */
            whole?: boolean;
        };
        /** @enum {string} */
        JobParameterType: "number" | "choice" | "text" | "path" | "project" | "version";
        /** @enum {string} */
        JobRestart: "never" | "on_failure";
        /** @enum {string} */
        JobState: "queued" | "starting" | "running" | "pausing" | "paused" | "preempting" | "stopping" | "succeeded" | "failed" | "stopped";
        /** @description A part of a job: a process on one node. */
        JobTask: {
            /** @description Under which the other tasks reach it */
            address: string;
            /** @description Numbers of its cards; of cores there are none */
            cards: number[];
            /** Format: int32 */
            cores: number;
            device: string;
            /** Format: int32 */
            devices: number;
            exit: null | components["schemas"]["JobTaskExit"];
            node: string;
            /** Format: int32 */
            rank: number;
            state: components["schemas"]["JobTaskState"];
        };
        /** @description How a task ended. */
        JobTaskExit: {
            at: null | components["schemas"]["Time"];
            /** Format: int32 */
            code: number | null;
            /** @description It kept more on the disk than it may */
            out_of_disk: boolean;
            /** @description It used up the memory that it may have */
            out_of_memory: boolean;
            /** Format: int32 */
            signal: number | null;
            /** @description What kept it from being started */
            trouble: string | null;
        };
        /** @enum {string} */
        JobTaskState: "starting" | "running" | "succeeded" | "failed" | "stopped" | "lost" | "not_started";
        /** @description Where the tasks of a job run, or ran last. */
        JobTasks: {
            /** @description Empty: it has not been started, or is no job of the queue */
            items: components["schemas"]["JobTask"][];
        };
        /** @description Why a job waits. */
        JobWhy: {
            /**
             * Format: int64
             * @description Jobs of its virtual cluster for the same type of device that come before it
             */
            ahead: number | null;
            /** @description Such as `wait.user_quota`; of one that does not wait, why it is as it is */
            code: string;
            detail: string;
            expected_start: null | components["schemas"]["Time"];
            params: Record<string, never>;
            waits: boolean;
        };
        JoinWanted: {
            /** @description Classes that differ become as the set has them; else they stay */
            update?: boolean;
        };
        /** @description A component of a judged board. */
        JudgedComponent: {
            name: string;
            /** Format: double */
            score: number;
            /** @description As the model told at the threshold of the training */
            state: components["schemas"]["ComponentState"];
            truth: null | components["schemas"]["ComponentState"];
        };
        /**
         * @description Which pictures the figures are of.
         * @enum {string}
         */
        JudgedOn: "held_back" | "all" | "validation";
        /** @description All that a model says of one of the pictures that it was judged on. */
        JudgedPicture: {
            bead: null | components["schemas"]["Bead"];
            class: string | null;
            components: {
                [key: string]: components["schemas"]["ComponentResult"];
            };
            /** Format: int32 */
            height: number;
            /** Format: int64 */
            index: number;
            /** @description Of a model that tells boxes: what people marked */
            marked: components["schemas"]["ScoredBox"][];
            ms: components["schemas"]["Milliseconds"];
            regions: components["schemas"]["FoundRegion"][];
            /** Format: double */
            score: number;
            texts: components["schemas"]["ReadText"][];
            /** @description At the threshold of the training, as is the rest */
            verdict: components["schemas"]["OkOrNg"];
            /** Format: int32 */
            width: number;
            /** @description What truly stands there, where it is known */
            written: string[];
        };
        /** @description A text of a judged picture of which is known what stands there. */
        JudgedText: {
            /** @description Empty: nothing was read */
            read: string;
            right: boolean;
            /**
             * Format: double
             * @description How sure the least sure of its signs is
             */
            score: number;
            wanted: string;
        };
        /**
         * @description Which pictures a service keeps.
         * @enum {string}
         */
        Keep: "all" | "ng" | "none";
        /** @description The classes of a project, kept. */
        KeptLabelSet: {
            description?: string;
            name: string;
            scope?: null | components["schemas"]["LabelSetScope"];
        };
        /** @description A picture of a version, without its marks. In small it is at `/versions/{version_id}/pictures/{position}/thumb`. */
        KeptPicture: {
            /** @description As it was called then */
            class: string | null;
            class_id: null | components["schemas"]["Id"];
            name: string;
            part: null | components["schemas"]["Part"];
            picture_id: components["schemas"]["Id"];
            /** Format: int32 */
            position: number;
            /** Format: int32 */
            regions: number;
            verdict: null | components["schemas"]["GoodOrBad"];
            version_id: components["schemas"]["Id"];
        };
        /** @description Classes of the catalogue, to begin projects with or to add to them. */
        LabelSet: {
            changed_at: components["schemas"]["Time"];
            /** Format: int32 */
            class_count: number;
            created_at: components["schemas"]["Time"];
            description: string;
            id: components["schemas"]["Id"];
            /** @description Whether you may change and delete it */
            may_change: boolean;
            name: string;
            /** @description Name of who made it; null: they are gone */
            owner: string | null;
            /** Format: int64 */
            revision: number;
            scope: components["schemas"]["LabelSetScope"];
        };
        /** @description What is left out stays as it is. */
        LabelSetChange: {
            description?: string | null;
            name?: string | null;
            scope?: null | components["schemas"]["LabelSetScope"];
        };
        /** @description A class without a project. */
        LabelSetClass: {
            /** @description What is asked of each of its regions */
            attributes?: components["schemas"]["ClassAttribute"][];
            /** @example #e05a47 */
            colour: string;
            /** @description A letter or digit that chooses it; null: the digit of its place */
            key?: string | null;
            name: string;
            shape?: null | components["schemas"]["ShapeKind"];
        };
        /** @description A label set with its classes. */
        LabelSetDetail: components["schemas"]["LabelSet"] & {
            classes: components["schemas"]["LabelSetClass"][];
            /** @description What good parts are called; empty: as the project has it */
            good_name: string;
        };
        /** @enum {string} */
        LabelSetField: "colour" | "shape" | "key" | "attributes";
        /** @description A label set as a file, which `POST /label_sets` takes. */
        LabelSetFile: {
            classes: components["schemas"]["LabelSetClass"][];
            description: string;
            good_name: string;
            name: string;
        };
        /** @description What becomes of a project's classes where those of a set are added. */
        LabelSetJoin: {
            /** @description In the order of the set */
            steps: components["schemas"]["LabelSetStep"][];
        };
        /**
         * @description Who sees a label set.
         * @enum {string}
         */
        LabelSetScope: "mine" | "all";
        LabelSetStep: {
            /** @description As it is then; of one that differs only where it is to become so */
            class: components["schemas"]["LabelSetClass"];
            /** @description What would become another; empty unless they differ */
            fields: components["schemas"]["LabelSetField"][];
            what: components["schemas"]["LabelSetStepKind"];
        };
        /**
         * @description What becomes of one class of a set in a project.
         * @enum {string}
         */
        LabelSetStepKind: "new" | "same" | "differs" | "good";
        /** @description The last that were worked out, and those that are being worked out. */
        LastStatistics: {
            done: null | components["schemas"]["Statistics"];
            newer: null | components["schemas"]["Statistics"];
            /** @description Something changed since they were worked out */
            stale: boolean;
        };
        /** @description How a directory is reached, and how people stand in it. */
        LdapSettings: {
            base_dn: string;
            /** @description Who looks for others; empty: nobody */
            bind_dn: string;
            /** @description Certificates in PEM, trusted beside the system's */
            ca_pem: string;
            /**
             * @description Of the entry, with its groups; empty: none
             * @example memberOf
             */
            group_attribute: string;
            /** @description Where groups are looked for that name their members; empty: nowhere */
            group_base_dn: string;
            /** @example (member={dn}) */
            group_filter: string;
            group_name_attribute: string;
            /**
             * @description What stays the same when somebody is renamed; empty: the entry's own name
             * @example entryUUID
             */
            id_attribute: string;
            mail_attribute: string;
            name_attribute: string;
            nickname_attribute: string;
            phone_attribute: string;
            start_tls: boolean;
            /** @example ldaps://ldap.example */
            url: string;
            /** @example (&(objectClass=inetOrgPerson)(uid={name})) */
            user_filter: string;
        };
        /** @description How quality rises with labels; over the newest 200 trainings. */
        Learning: {
            by_itself: null | components["schemas"]["LearningLoop"];
            /** @description The kind of the newest training first */
            curves: components["schemas"]["LearningCurve"][];
            /** Format: int64 */
            labelled: number;
            /** Format: int64 */
            pictures: number;
            /**
             * Format: int64
             * @description Labelled pictures that the newest training did not have; null: there is none
             */
            since: number | null;
        };
        /** @description Trainings of one kind, by the number of labels. */
        LearningCurve: {
            measure: components["schemas"]["LearningMeasure"];
            outlook: null | components["schemas"]["LearningOutlook"];
            /** @description The oldest first */
            points: components["schemas"]["LearningPoint"][];
            task: components["schemas"]["ModelTask"];
        };
        /** @description A project that trains by itself as labels come, lets the new model propose labels for the rest, and ranks what to label next. */
        LearningLoop: {
            /**
             * Format: int32
             * @description New labels that begin the next training
             */
            after: number;
            job_id: null | components["schemas"]["Id"];
            kept: null | components["schemas"]["LoopKept"];
            /**
             * Format: int64
             * @description Labels that are still missing for the next training
             */
            missing: number;
            /** @description In whose name */
            owner: string;
            stage: components["schemas"]["LoopStage"];
        };
        /**
         * @description A measure of quality from 0 to 1, the more the better.
         * @enum {string}
         */
        LearningMeasure: "auroc" | "accuracy" | "mean_iou" | "map50";
        /** @description What twice the labels are expected to give, by a power law through the trainings that count. */
        LearningOutlook: {
            /**
             * Format: double
             * @description By how much it rises
             */
            gain: number;
            /** Format: int64 */
            labels: number;
            /**
             * Format: double
             * @description Half of the 95 % interval of what was measured last: a smaller gain cannot be seen with so few judged pictures
             */
            noise: number | null;
            /** @description It rises by at least 0.01 */
            pays: boolean;
            /** Format: double */
            quality: number;
        };
        /** @description One training of a project. */
        LearningPoint: {
            /** @description On pictures that it had not learnt from; others flatter, and nothing is told from them */
            counts: boolean;
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Pictures that it was judged on
             */
            judged: number;
            /**
             * Format: int64
             * @description Labelled pictures that taught it
             */
            labels: number;
            model_id: components["schemas"]["Id"];
            name: string;
            /** Format: int32 */
            number: number;
            /** Format: double */
            quality: number;
            version_id: components["schemas"]["Id"];
            /** Format: int32 */
            version_number: number;
        };
        LeaseWanted: {
            /** @description The hand moved since the last time, so the time since then was work */
            active?: boolean;
        };
        /** @description A part of a list. */
        List_AdvisedPicture: {
            items: {
                class_id?: null | components["schemas"]["Id"];
                picture: components["schemas"]["Picture"];
                /**
                 * Format: double
                 * @description Of a suspect by how much more likely another class is (0 to 1); of an outlier how far out it is, in spreads of the usual; else 0
                 */
                score: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_AnnotationTask: {
            items: {
                /** @description Those two see nothing of each other; else the second begins with what the first finished */
                blind: boolean;
                closed_at?: null | components["schemas"]["Time"];
                counts?: null | components["schemas"]["PieceCounts"];
                created_at: components["schemas"]["Time"];
                /** @description Name of the user */
                created_by?: string | null;
                deadline?: null | components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Pictures of the pool that nobody has taken
                 */
                free: number;
                id: components["schemas"]["Id"];
                instructions: string;
                /** @description Of the caller's own part */
                mine: components["schemas"]["PieceCounts"];
                name: string;
                pairs?: null | components["schemas"]["PairCounts"];
                /** @description Each takes the next; else each has their part */
                pool: boolean;
                project: components["schemas"]["TaskProject"];
                /** Format: int64 */
                revision: number;
                /**
                 * Format: int64
                 * @description Finished pictures that a reviewer looks at by themselves, without those of pairs
                 */
                to_review: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Annotator: {
            items: {
                id: components["schemas"]["Id"];
                name: string;
                nickname: string;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_AuditRow: {
            items: {
                /** @example user.change */
                action: string;
                actor_id?: null | components["schemas"]["Id"];
                actor_name: string;
                after?: Record<string, never> | null;
                at: components["schemas"]["Time"];
                before?: Record<string, never> | null;
                from_address: string;
                /** @description Over this row and the one before it */
                hash: string;
                object_id?: string | null;
                object_kind: string;
                object_name: string;
                project_id?: null | components["schemas"]["Id"];
                request_id?: string | null;
                /** @description `done` or `refused` */
                result: string;
                /** Format: int64 */
                seq: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_BinnedPicture: {
            items: {
                deleted_at: components["schemas"]["Time"];
                /** @description Name of the user */
                deleted_by?: string | null;
                /** @description When it goes for good */
                kept_until: components["schemas"]["Time"];
                picture: components["schemas"]["Picture"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_ClusterMember: {
            items: {
                administers: boolean;
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description Jobs there that have not ended
                 */
                jobs: number;
                name: string;
                nickname: string;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Export: {
            items: {
                /**
                 * Format: int64
                 * @description Of the archive; null: it is not there yet, or not any more
                 */
                bytes?: number | null;
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Of what is written now, pictures or files
                 */
                done: number;
                ended_at?: null | components["schemas"]["Time"];
                format: components["schemas"]["ExportFormat"];
                /** @description Also that of its job */
                id: components["schemas"]["Id"];
                into?: null | components["schemas"]["CutsInto"];
                kept_until?: null | components["schemas"]["Time"];
                /** @description What the format could not say */
                losses: components["schemas"]["LossCount"][];
                /** @description Its job is paused: it begins anew when that goes on */
                paused: boolean;
                /**
                 * Format: int64
                 * @description In the archive
                 */
                pictures: number;
                project_id: components["schemas"]["Id"];
                reason?: null | components["schemas"]["Reason"];
                state: components["schemas"]["ExportState"];
                /** Format: int64 */
                total: number;
                version_id?: null | components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Group: {
            items: {
                created_at: components["schemas"]["Time"];
                description: string;
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description How many users
                 */
                members: number;
                name: string;
                /** Format: int64 */
                revision: number;
                roles: components["schemas"]["RoleRef"][];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Identity: {
            items: {
                id: components["schemas"]["Id"];
                kind: components["schemas"]["ProviderKind"];
                last_used_at?: null | components["schemas"]["Time"];
                linked_at: components["schemas"]["Time"];
                /** @description How you are called there */
                name: string;
                provider: string;
                provider_id: components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_IdentityProvider: {
            items: {
                /** @description Whoever is not known yet gets an account */
                create_users: boolean;
                created_at: components["schemas"]["Time"];
                enabled: boolean;
                /** @description There is one; it is told to nobody */
                has_secret: boolean;
                id: components["schemas"]["Id"];
                kind: components["schemas"]["ProviderKind"];
                ldap?: null | components["schemas"]["LdapSettings"];
                mapping: components["schemas"]["MappingRow"][];
                /** @description On the button */
                name: string;
                oidc?: null | components["schemas"]["OidcSettings"];
                /** @description To be made known to the provider */
                redirect_uri?: string | null;
                /** Format: int64 */
                revision: number;
                /**
                 * Format: int64
                 * @description Users who can come in by it
                 */
                users: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Job: {
            items: {
                /**
                 * Format: int32
                 * @description How often it was started
                 */
                attempt: number;
                /**
                 * Format: int32
                 * @description Cores that it holds, on all nodes together
                 */
                cores: number;
                /**
                 * Format: int32
                 * @description Cores that it asks for, on each node, beside devices that are cards; null: its devices are cores
                 */
                cores_wanted?: number | null;
                created_at: components["schemas"]["Time"];
                deleted_at?: null | components["schemas"]["Time"];
                device: string;
                /**
                 * Format: int32
                 * @description Devices that it asks for, on each node; null: as many as its virtual cluster gives it
                 */
                devices?: number | null;
                /**
                 * Format: int64
                 * @description Most that it may keep on the disk, as it asked for itself or its virtual cluster has it; null: no limit
                 */
                disk_mib?: number | null;
                ended_at?: null | components["schemas"]["Time"];
                ends_by?: null | components["schemas"]["Time"];
                /**
                 * Format: int32
                 * @description Devices that it holds at this moment, on all nodes together
                 */
                held: number;
                id: components["schemas"]["Id"];
                idle?: null | components["schemas"]["JobIdle"];
                kept_until?: null | components["schemas"]["Time"];
                kind: components["schemas"]["JobKind"];
                /**
                 * Format: int64
                 * @description Longest time that it asked to run, in seconds; null: it asked for none
                 */
                longest_run_s?: number | null;
                /**
                 * Format: int64
                 * @description Most that it may use; null: no limit
                 */
                memory_mib?: number | null;
                model_id?: null | components["schemas"]["Id"];
                name: string;
                /**
                 * Format: int32
                 * @description Nodes that it runs on at once; null: it is a job on one node
                 */
                nodes?: number | null;
                /** @description Name of the user */
                owner?: string | null;
                /** @description May be told to make room for others */
                preemptible: boolean;
                /**
                 * Format: int32
                 * @description Where several wait, the higher goes before
                 */
                priority: number;
                progress?: null | components["schemas"]["Progress"];
                project_id?: null | components["schemas"]["Id"];
                reason?: null | components["schemas"]["Reason"];
                spec: Record<string, never>;
                started_at?: null | components["schemas"]["Time"];
                state: components["schemas"]["JobState"];
                tags: string[];
                virtual_cluster?: null | components["schemas"]["ClusterRef"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_LabelSet: {
            items: {
                changed_at: components["schemas"]["Time"];
                /** Format: int32 */
                class_count: number;
                created_at: components["schemas"]["Time"];
                description: string;
                id: components["schemas"]["Id"];
                /** @description Whether you may change and delete it */
                may_change: boolean;
                name: string;
                /** @description Name of who made it; null: they are gone */
                owner?: string | null;
                /** Format: int64 */
                revision: number;
                scope: components["schemas"]["LabelSetScope"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Model: {
            items: {
                /** Format: int64 */
                bytes: number;
                classes: string[];
                created_at: components["schemas"]["Time"];
                id: components["schemas"]["Id"];
                job_id: components["schemas"]["Id"];
                name: string;
                note: string;
                /**
                 * Format: int32
                 * @description Counts up within the project
                 */
                number: number;
                project_id: components["schemas"]["Id"];
                recipe?: null | components["schemas"]["RecipeRef"];
                /** Format: int64 */
                revision: number;
                stage: components["schemas"]["ModelStage"];
                summary?: null | components["schemas"]["ModelSummary"];
                task: components["schemas"]["ModelTask"];
                /**
                 * Format: double
                 * @description A picture is NG from this score on
                 */
                threshold: number;
                version_id?: null | components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Pair: {
            items: {
                /**
                 * Format: double
                 * @description Of all places that either marked, how much both did with the same class; null until both have finished
                 */
                f1?: number | null;
                first: components["schemas"]["PairSide"];
                /**
                 * Format: double
                 * @description Mean overlap (IoU) of places that both marked; null: there are none
                 */
                overlap?: number | null;
                picture: components["schemas"]["Picture"];
                /**
                 * Format: int32
                 * @description Number of the first within the task
                 */
                position: number;
                /**
                 * Format: int64
                 * @description Grows with every change of what either or the picture says
                 */
                revision: number;
                /** @description They say the same; null until both have finished */
                same?: boolean | null;
                second: components["schemas"]["PairSide"];
                state: components["schemas"]["PairState"];
                taken?: null | components["schemas"]["Take"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_PastImport: {
            items: (components["schemas"]["Import"] & {
                /** @description Name of the user */
                created_by?: string | null;
                /** @description How its labels were laid out, as they were read, such as `coco`; null: it brought none */
                format?: string | null;
                source?: null | components["schemas"]["ImportedFrom"];
            })[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Picture: {
            items: {
                added_at: components["schemas"]["Time"];
                /** Format: int64 */
                bytes: number;
                /** @description Of the whole picture and of its regions, each once */
                class_ids: components["schemas"]["Id"][];
                /** @description What is known of it beside what it shows, by name: machine, product, part… */
                columns?: {
                    [key: string]: string;
                };
                format: string;
                /** @description SHA-256 of the file */
                hash: string;
                /** Format: int32 */
                height: number;
                id: components["schemas"]["Id"];
                labelled: boolean;
                name: string;
                part?: null | components["schemas"]["Part"];
                project_id: components["schemas"]["Id"];
                /**
                 * Format: int32
                 * @description How many
                 */
                regions: number;
                /**
                 * Format: double
                 * @description What the last model that proposed something says: 0 surely good, 1 surely bad
                 */
                score?: number | null;
                source: components["schemas"]["PictureSource"];
                /** @description By name */
                tags?: string[];
                verdict?: null | components["schemas"]["GoodOrBad"];
                /** Format: int32 */
                width: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Prelabels: {
            items: {
                /** Format: int64 */
                accepted: number;
                class_id?: null | components["schemas"]["Id"];
                created_at: components["schemas"]["Time"];
                /** @description Name of the user */
                created_by?: string | null;
                id: components["schemas"]["Id"];
                /** Format: int64 */
                mended: number;
                model?: null | components["schemas"]["ProposingModel"];
                /**
                 * Format: int64
                 * @description Proposals that nobody has answered
                 */
                open: number;
                /**
                 * Format: int64
                 * @description That it was to look at
                 */
                pictures: number;
                progress?: null | components["schemas"]["Progress"];
                project_id: components["schemas"]["Id"];
                /** Format: int64 */
                refused: number;
                /** @description Of its job */
                state: components["schemas"]["JobState"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Project: {
            items: {
                classes: components["schemas"]["Class"][];
                created_at: components["schemas"]["Time"];
                data?: components["schemas"]["ProjectData"];
                deleted_at?: null | components["schemas"]["Time"];
                /** @description What a part without a defect is called */
                good_name: string;
                id: components["schemas"]["Id"];
                kept_until?: null | components["schemas"]["Time"];
                name: string;
                note: string;
                /** @description Name of the user */
                owner?: string | null;
                owner_id?: null | components["schemas"]["Id"];
                product: string;
                /** @description Everybody who can log in may look at its pictures, versions and statistics */
                public?: boolean;
                /** Format: int64 */
                revision: number;
                scene: components["schemas"]["Scene"];
                steps: components["schemas"]["Steps"];
                updated_at: components["schemas"]["Time"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_ProjectManager: {
            items: {
                /** @description The user */
                id: components["schemas"]["Id"];
                name: string;
                named_at: components["schemas"]["Time"];
                /** @description Name of the user who named them; null: that user is not there any more */
                named_by?: string | null;
                nickname: string;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_RawPicture: {
            items: {
                /** Format: int64 */
                bytes: number;
                flag?: null | components["schemas"]["OkOrNg"];
                format: string;
                /** @description SHA-256 of the file */
                hash: string;
                /** Format: int32 */
                height: number;
                id: components["schemas"]["Id"];
                kept_until?: null | components["schemas"]["Time"];
                labels: components["schemas"]["RawLabel"][];
                machine: string;
                name: string;
                picture_id?: null | components["schemas"]["Id"];
                product?: string | null;
                project_id: components["schemas"]["Id"];
                received_at: components["schemas"]["Time"];
                /** @description Name of the user whose token it came by */
                sent_by?: string | null;
                serial?: string | null;
                station?: string | null;
                taken_at: components["schemas"]["Time"];
                version?: string | null;
                /** Format: int32 */
                width: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Recipe: {
            items: {
                changed_at: components["schemas"]["Time"];
                /** @description Name of the user */
                changed_by?: string | null;
                created_at: components["schemas"]["Time"];
                id: components["schemas"]["Id"];
                name: string;
                /**
                 * Format: int64
                 * @description Number of the newest version; null: there is none yet
                 */
                newest?: number | null;
                project_id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description Counts up with every change of the draft or the name
                 */
                revision: number;
                /** Format: int64 */
                versions: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_RecipeRun: {
            items: {
                created_at: components["schemas"]["Time"];
                data: components["schemas"]["RecipeData"];
                /** @description That of its job */
                id: components["schemas"]["Id"];
                /** Format: int32 */
                number: number;
                other_id?: null | components["schemas"]["Id"];
                /** Format: int32 */
                other_number?: number | null;
                /** @description Name of the user */
                owner?: string | null;
                progress?: null | components["schemas"]["Progress"];
                reason?: null | components["schemas"]["Reason"];
                recipe_id: components["schemas"]["Id"];
                state: components["schemas"]["JobState"];
                summary?: null | components["schemas"]["RecipeSummary"];
                version_id: components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_RecipeRunPicture: {
            items: {
                /** @description What it really is; null: nobody has said */
                good?: boolean | null;
                /** @description Of a picture of the project, or of a record */
                id: components["schemas"]["Id"];
                /** Format: double */
                ms: number;
                name: string;
                other?: null | components["schemas"]["RecipeRunSide"];
                reasons?: components["schemas"]["RecipeReason"][];
                /** @description Why it could not be read */
                trouble?: string | null;
                verdict?: null | components["schemas"]["RecipeVerdict"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_RecipeVersion: {
            items: {
                created_at: components["schemas"]["Time"];
                /** @description Name of the user */
                created_by?: string | null;
                document: Record<string, never>;
                id: components["schemas"]["Id"];
                model_id?: null | components["schemas"]["Id"];
                /** Format: int32 */
                model_number?: number | null;
                note: string;
                /** Format: int32 */
                number: number;
                project_id: components["schemas"]["Id"];
                recipe_id: components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Record: {
            items: {
                at: components["schemas"]["Time"];
                bead?: null | components["schemas"]["Bead"];
                class?: string | null;
                components: {
                    [key: string]: components["schemas"]["ComponentResult"];
                };
                /** @description Whether there is a heat map */
                heat: boolean;
                /** Format: int32 */
                height: number;
                id: components["schemas"]["Id"];
                model_id: components["schemas"]["Id"];
                /** Format: double */
                ms_run: number;
                /** Format: double */
                ms_total: number;
                /** @description Whether the picture was kept */
                picture: boolean;
                picture_id?: null | components["schemas"]["Id"];
                project_id: components["schemas"]["Id"];
                recheck?: null | components["schemas"]["Recheck"];
                recipe?: null | components["schemas"]["RecipeSaid"];
                regions: components["schemas"]["FoundRegion"][];
                /** Format: double */
                score: number;
                serial?: string | null;
                service_id: components["schemas"]["Id"];
                texts: components["schemas"]["ReadText"][];
                verdict: components["schemas"]["OkOrNg"];
                /** Format: int32 */
                width: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Refusal: {
            items: {
                code: string;
                detail: string;
                name: string;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Role: {
            items: {
                created_at: components["schemas"]["Time"];
                description: string;
                /** Format: int64 */
                groups: number;
                id: components["schemas"]["Id"];
                key?: string | null;
                kind: components["schemas"]["RoleKind"];
                name: string;
                /** @description As ticked; of a preset all that it gives */
                permissions: string[];
                /** Format: int64 */
                revision: number;
                /**
                 * Format: int64
                 * @description Who has it, without those who have it through a group
                 */
                users: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_RunVersion: {
            items: {
                /** @description Since when */
                at: components["schemas"]["Time"];
                version: string;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Service: {
            items: {
                /** @example /api/v1/services/…/infer */
                address: string;
                created_at: components["schemas"]["Time"];
                id: components["schemas"]["Id"];
                /** @description Parts of its pictures that do not matter, by name: what is found with its middle in one does not count */
                ignored?: {
                    [key: string]: components["schemas"]["IgnoredPart"];
                };
                job_id?: null | components["schemas"]["Id"];
                keep: components["schemas"]["Keep"];
                model_id: components["schemas"]["Id"];
                /** Format: int32 */
                model_number: number;
                name: string;
                project_id: components["schemas"]["Id"];
                state: components["schemas"]["JobState"];
                virtual_cluster_id?: null | components["schemas"]["Id"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Session: {
            items: {
                address: string;
                created_at: components["schemas"]["Time"];
                /** @description The one that asks */
                current: boolean;
                /** @example Firefox on Linux */
                device: string;
                expires_at: components["schemas"]["Time"];
                id: components["schemas"]["Id"];
                last_seen_at: components["schemas"]["Time"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_SimilarPicture: {
            items: {
                /**
                 * Format: float
                 * @description 1: the same
                 */
                likeness: number;
                picture: components["schemas"]["Picture"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_TaskPicture: {
            items: {
                done_at?: null | components["schemas"]["Time"];
                /** @description The oldest first */
                notes: components["schemas"]["Note"][];
                picture: components["schemas"]["Picture"];
                /**
                 * Format: int32
                 * @description Its number within the task, from 0
                 */
                position: number;
                /**
                 * Format: int64
                 * @description Time of work on it
                 */
                seconds: number;
                /**
                 * Format: int64
                 * @description How often it was sent back
                 */
                sent_back: number;
                state: components["schemas"]["PieceState"];
                /** @description Two label it apart from each other; the picture then tells what this one says */
                twofold: boolean;
                user?: string | null;
                user_id?: null | components["schemas"]["Id"];
                /** @description It went back since too many of its batch were faulty, without having been looked at */
                with_batch: boolean;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Template: {
            items: {
                changed_at?: null | components["schemas"]["Time"];
                created_at?: null | components["schemas"]["Time"];
                description: string;
                id: components["schemas"]["Id"];
                /** @description Your form begins with it */
                is_default: boolean;
                /** @description Whether you may change and delete it */
                may_change: boolean;
                /** @description Of a preset, its key; pages have a name for it */
                name: string;
                /** @description Name of who made it; null: they are gone, or it is a preset */
                owner?: string | null;
                /** @description What the form asks for */
                parameters: components["schemas"]["JobParameter"][];
                /** Format: int64 */
                revision: number;
                scope: components["schemas"]["TemplateScope"];
                virtual_cluster?: null | components["schemas"]["ClusterRef"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Token: {
            items: {
                created_at: components["schemas"]["Time"];
                expires_at?: null | components["schemas"]["Time"];
                id: components["schemas"]["Id"];
                last_used_at?: null | components["schemas"]["Time"];
                name: string;
                project_id?: null | components["schemas"]["Id"];
                project_name?: string | null;
                /** @description Null: all that the owner may */
                scopes?: string[] | null;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_User: {
            items: {
                /** @description The first administrator, who stays */
                built_in: boolean;
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Most bytes of pictures in the projects that they made; null: no limit of their own
                 */
                data_quota_bytes?: number | null;
                groups: components["schemas"]["GroupRef"][];
                id: components["schemas"]["Id"];
                /** @description `zh-CN`, `en`, or empty: as the browser says */
                language: string;
                last_login_at?: null | components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Of one of their jobs; null: no end but the virtual cluster's
                 */
                longest_run_s?: number | null;
                mail: string;
                must_change_password: boolean;
                name: string;
                nickname: string;
                note: string;
                phone: string;
                /** Format: int64 */
                revision: number;
                /** @description Their own, without those of their groups */
                roles: components["schemas"]["RoleRef"][];
                second_factor: boolean;
                state: components["schemas"]["UserState"];
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_Version: {
            items: {
                by_class: components["schemas"]["ClassCount"][];
                /**
                 * Format: int64
                 * @description Of all files together
                 */
                bytes: number;
                created_at: components["schemas"]["Time"];
                /** @description Who made it, while they are there */
                created_by?: string | null;
                /**
                 * Format: int64
                 * @description Pictures kept out of training, to judge models by
                 */
                held_back: number;
                id: components["schemas"]["Id"];
                /** Format: int64 */
                labelled: number;
                note: string;
                /**
                 * Format: int32
                 * @description Counts up within the project
                 */
                number: number;
                /** @description By what ways its pictures came, most first */
                origins?: components["schemas"]["VersionOrigin"][];
                /** Format: int64 */
                pictures: number;
                project_id: components["schemas"]["Id"];
                published_at?: null | components["schemas"]["Time"];
                published_by?: string | null;
                /** Format: int64 */
                revision: number;
                /** @description The project's, when it was made */
                scene?: components["schemas"]["Scene"];
                split?: null | components["schemas"]["SplitRule"];
                tags: string[];
                /** @description Tasks that its labels can teach, what says most first; components, glue and golden pictures are of plans, which no label tells */
                tasks?: components["schemas"]["Task"][];
                /**
                 * Format: int64
                 * @description Pictures that trainings choose thresholds by and do not learn from
                 */
                validation: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_VersionPicture: {
            items: {
                class_id?: null | components["schemas"]["Id"];
                columns: {
                    [key: string]: string;
                };
                hash: string;
                /** Format: int32 */
                height: number;
                held_back: boolean;
                name: string;
                part?: null | components["schemas"]["Part"];
                picture_id: components["schemas"]["Id"];
                regions: components["schemas"]["Region"][];
                /** @description That it had when the version was made */
                tags: string[];
                verdict?: null | components["schemas"]["GoodOrBad"];
                /** Format: int32 */
                width: number;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        /** @description A part of a list. */
        List_VirtualCluster: {
            items: {
                /** @description Whether you may change its members */
                administers: boolean;
                /** @description Its preemptible jobs may use what others lend; they make room when that is wanted back */
                borrows: boolean;
                created_at: components["schemas"]["Time"];
                /**
                 * Format: int64
                 * @description Most bytes of pictures, in projects of users who work in it when they say nothing else; null: no limit
                 */
                data_quota_bytes?: number | null;
                /**
                 * Format: int64
                 * @description Bytes of such pictures, also of those in the bin, without linked ones
                 */
                data_used_bytes: number;
                description: string;
                /**
                 * Format: int64
                 * @description Most that a job may keep on the disk, and what it has that says nothing; null: no limit
                 */
                disk_mib?: number | null;
                groups: components["schemas"]["GroupRef"][];
                id: components["schemas"]["Id"];
                /**
                 * Format: int64
                 * @description A job that used nothing for so long is paused, after the warning; null: none is
                 */
                idle_pause_s?: number | null;
                /**
                 * Format: int64
                 * @description The owner of a job that used nothing for so long is warned; null: nobody is
                 */
                idle_warn_s?: number | null;
                /**
                 * Format: int64
                 * @description Jobs that have not ended
                 */
                jobs: number;
                /** @description What it does not use, preemptible jobs of others that borrow may */
                lends: boolean;
                /**
                 * Format: int64
                 * @description Of one job; null: no end
                 */
                longest_run_s?: number | null;
                /**
                 * Format: int64
                 * @description Everybody in it, once
                 */
                members: number;
                name: string;
                /** @description Everybody is a member, also who comes later */
                open: boolean;
                quotas: components["schemas"]["QuotaUse"][];
                /** Format: int64 */
                revision: number;
                /**
                 * Format: int64
                 * @description Members that are named one by one
                 */
                users: number;
                /**
                 * Format: int32
                 * @description Its users' part beside the others', where the order of the queue is by fair share
                 */
                weight: number;
                /** @description Its jobs may change the folder of data that the server shares with those that mount it */
                writes_data: boolean;
            }[];
            /** @description Give it as `cursor` for the rows after these; null at the end */
            next: string | null;
            /**
             * Format: int64
             * @description Rows of the whole list
             */
            total: number;
        };
        LogLine: {
            at: components["schemas"]["Time"];
            /** @description Name of the phase within the step */
            group: string | null;
            /** @description It was searched for; else it stands around what was */
            hit: boolean;
            /** Format: int64 */
            n: number;
            node: string | null;
            /** @description Name of the step in which it was said */
            phase: string | null;
            /**
             * Format: int32
             * @description Of a job on several nodes: which task said it, and on which node
             */
            rank: number | null;
            /** @description It ended with a carriage return, and the next one of its stream was drawn over it */
            redrawn: boolean;
            stream: components["schemas"]["LogStream"];
            text: string;
        };
        LogPage: {
            /** @description Whether all was searched: a long search is answered in parts */
            complete: boolean;
            lines: components["schemas"]["LogLine"][];
            /**
             * Format: int64
             * @description Give it as `from` for what follows; null at the end
             */
            next: number | null;
            /**
             * Format: int64
             * @description With `folded`: number of the first line among those that are left. Else null
             */
            row: number | null;
            /**
             * Format: int64
             * @description Lines of the whole log; where something is searched or filtered, those found, as far as the search got
             */
            total: number;
        };
        /** @description Some lines of a log that belong together. */
        LogPhase: {
            /**
             * Format: int32
             * @description Of a step: the exit code of its process
             */
            code: number | null;
            /** Format: int64 */
            duration_ms: number | null;
            ended_at: null | components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Number of the first line; with `folded` among those that are left
             */
            first: number;
            kind: components["schemas"]["LogPhaseKind"];
            /**
             * Format: int64
             * @description Null: it goes on, or nobody saw its end
             */
            last: number | null;
            name: string;
            /**
             * Format: int32
             * @description Of a job on several nodes: the task, by whose own log lines are numbered
             */
            rank: number | null;
            /**
             * Format: int32
             * @description Of a step: the signal that ended it
             */
            signal: number | null;
            started_at: components["schemas"]["Time"];
        };
        /** @enum {string} */
        LogPhaseKind: "step" | "setup" | "group";
        /** @description Phases of a job's log, in order. */
        LogPhases: {
            items: components["schemas"]["LogPhase"][];
        };
        /** @enum {string} */
        LogStream: "out" | "err" | "fovea";
        Login: {
            /** @description Of the second factor, once it was asked for */
            code?: string | null;
            name: string;
            password: string;
        };
        LoginProvider: {
            id: components["schemas"]["Id"];
            name: string;
        };
        LoginStart: {
            /** @description The page to come back to, from its `/` on */
            return_to?: string;
        };
        LoginStarted: {
            /** @description Where the browser is to go */
            url: string;
        };
        /** @description Ways in beside name and password. */
        LoginWays: {
            /** @description Names and passwords may be those of one of these */
            directories: components["schemas"]["LoginProvider"][];
            /** @description A button each */
            providers: components["schemas"]["LoginProvider"][];
        };
        /** @description A problem that somebody has to see to. */
        LoopKept: {
            code: string;
            detail: string;
            params: Record<string, never>;
        };
        /** @enum {string} */
        LoopStage: "labels" | "training" | "proposing";
        /** @description What a format could not say of so many. */
        LossCount: {
            /** Format: int64 */
            count: number;
            /** @description A kind of shape, or `picture` */
            kind: string;
            /**
             * @description `left_out`, `pixels`, `upright_box`, `turned_box`, `outline`, `apart`, `transcription`, `attributes`, `group`, `class`,
             *     `name`, `whole`, `split`, `tags` or `renamed`
             */
            what: string;
        };
        MadeUser: {
            invitation: null | components["schemas"]["Invitation"];
            user: components["schemas"]["User"];
        };
        /** @enum {string} */
        MailEncryption: "tls" | "start_tls" | "none";
        MailSetUp: {
            mail: null | components["schemas"]["MailSettings"];
        };
        /** @description The server that letters go to. */
        MailSettings: {
            /** @description Certificates in PEM that are trusted beside those of the system; or empty */
            ca_pem: string;
            encryption: components["schemas"]["MailEncryption"];
            has_password: boolean;
            /** @example mail.plant.example */
            host: string;
            /** Format: int32 */
            port: number;
            /** @example Fovea <fovea@plant.example> */
            sender: string;
            /**
             * @description Where browsers reach this server: links begin with it
             * @example https://fovea.plant.example
             */
            server_url: string;
            /** @description Empty: it asks for none */
            user: string;
        };
        /**
         * @description What became of a letter.
         * @enum {string}
         */
        MailState: "sent" | "failed" | "queued";
        MailTest: {
            /** @description Address that the test goes to */
            to: string;
        };
        MailWanted: {
            ca_pem?: string;
            encryption: components["schemas"]["MailEncryption"];
            host: string;
            /** @description Left out: as it was; empty: none */
            password?: string | null;
            /** Format: int32 */
            port: number;
            sender: string;
            server_url: string;
            user?: string;
        };
        /** @description A group of theirs and what it gives here. */
        MappingRow: {
            group: null | components["schemas"]["GroupRef"];
            role: null | components["schemas"]["RoleRef"];
            their_group: string;
        };
        MappingWanted: {
            group_id?: null | components["schemas"]["Id"];
            role_id?: null | components["schemas"]["Id"];
            their_group: string;
        };
        /** @description Who is logged in. */
        Me: {
            built_in: boolean;
            groups: components["schemas"]["GroupRef"][];
            /** @description Else they come in by somebody else who knows them */
            has_password: boolean;
            id: components["schemas"]["Id"];
            /** @description When they get mail as jobs of theirs end */
            job_mail: components["schemas"]["JobNotify"];
            /** @description `zh-CN`, `en`, or empty: as the browser says */
            language: string;
            last_login_at: null | components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Of one job, where they have a limit of their own
             */
            longest_run_s: number | null;
            mail: string;
            /** @description Projects whose managers they are: there they may hand out and review annotation work */
            manages: components["schemas"]["Id"][];
            /** @description Nothing else can be done before */
            must_change_password: boolean;
            name: string;
            nickname: string;
            /** @description All that may be done, by a token no more than its scopes */
            permissions: string[];
            phone: string;
            /** @description Projects that they made, whose jobs they may see and stop */
            projects_made: components["schemas"]["Id"][];
            /** @description Whether there is a project that everybody may look at */
            public_projects: boolean;
            /** @description Their own and those of their groups, each once */
            roles: components["schemas"]["RoleRef"][];
            second_factor: boolean;
            virtual_cluster_id: null | components["schemas"]["Id"];
            /** @description Those that they are in */
            virtual_clusters: components["schemas"]["ClusterOfUser"][];
        };
        MembersChange: {
            add?: components["schemas"]["Id"][];
            remove?: components["schemas"]["Id"][];
            /** @description Stop jobs in virtual clusters that one was in by this group alone; else they are told and nothing is changed */
            stop_jobs?: boolean;
        };
        MergeInto: {
            /** @description Another defect of the project */
            into: components["schemas"]["Id"];
        };
        Milliseconds: {
            /** Format: double */
            decode: number;
            /** Format: double */
            run: number;
            /** Format: double */
            total: number;
        };
        Model: {
            /** Format: int64 */
            bytes: number;
            classes: string[];
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            job_id: components["schemas"]["Id"];
            name: string;
            note: string;
            /**
             * Format: int32
             * @description Counts up within the project
             */
            number: number;
            project_id: components["schemas"]["Id"];
            recipe: null | components["schemas"]["RecipeRef"];
            /** Format: int64 */
            revision: number;
            stage: components["schemas"]["ModelStage"];
            summary: null | components["schemas"]["ModelSummary"];
            task: components["schemas"]["ModelTask"];
            /**
             * Format: double
             * @description A picture is NG from this score on
             */
            threshold: number;
            version_id: null | components["schemas"]["Id"];
        };
        /** @description The board that a model knows. */
        ModelBoard: {
            components: components["schemas"]["PlacedComponent"][];
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            width: number;
        };
        /** @description What is left out stays as it is. */
        ModelChange: {
            name?: string | null;
            note?: string | null;
            stage?: null | components["schemas"]["ModelStage"];
            /** Format: double */
            threshold?: number | null;
        };
        /** @enum {string} */
        ModelStage: "draft" | "released" | "retired";
        /** @description What a model is worth on labelled pictures. */
        ModelSummary: {
            /** Format: double */
            accuracy: number | null;
            /** Format: double */
            auroc: number | null;
            /** Format: double */
            escape: number | null;
            judged: components["schemas"]["JudgedOn"];
            /**
             * Format: double
             * @description Of boxes: mean over the classes of the average precision, where a box is right that lies over a marked one by half
             */
            map50: number | null;
            /** Format: double */
            mean_iou: number | null;
            /** Format: double */
            overkill: number | null;
            /** Format: int64 */
            pictures: number;
            /** @description By its budget or by somebody: what was learnt until then is the model */
            stopped_early: boolean;
        };
        /**
         * @description What a model does. Only some of it can be taught on the server.
         * @enum {string}
         */
        ModelTask: "anomaly" | "classify" | "segment" | "detect" | "components" | "compare" | "read" | "glue" | "recipe";
        ModuleSwitch: {
            /** @example annotation */
            name: string;
            on: boolean;
        };
        /** @enum {string} */
        MountSource: "work" | "home" | "data" | "version";
        /** @description A place of the server's machine that pictures may be taken from. */
        MountedStorage: {
            /** @description Whether pictures can be left there and only linked */
            links: boolean;
            name: string;
            /** @description What you keep there beside your jobs */
            own: boolean;
        };
        NearGroup: {
            /** Format: int32 */
            bin: number;
            /** @description Some of them */
            examples: components["schemas"]["Id"][];
            /** @description Both learnt from and judged by */
            leak: boolean;
            /** Format: int64 */
            pictures: number;
            /** Format: int64 */
            test: number;
            /** Format: int64 */
            train: number;
            /** Format: int64 */
            validation: number;
        };
        /** @description The whole of it: what is left out is taken away. */
        NewAnnotation: {
            class_id?: null | components["schemas"]["Id"];
            regions?: components["schemas"]["Region"][];
            verdict?: null | components["schemas"]["GoodOrBad"];
        };
        NewAnnotationTask: {
            /** @description The two see nothing of each other; else the second begins with what the first finished */
            blind?: boolean;
            deadline?: null | components["schemas"]["Time"];
            instructions?: string;
            name: string;
            /** @description Of a pool nobody means everybody who may annotate */
            people?: components["schemas"]["Id"][];
            pictures?: components["schemas"]["PicturesWanted"];
            /** @description Each takes the next; else each has their part */
            pool?: boolean;
            /**
             * Format: int64
             * @description So many of them, by chance; null: all
             */
            sample?: number | null;
            /**
             * Format: int32
             * @description Of a hundred pictures so many, chosen by chance, are labelled by two apart from each other
             */
            twice?: number;
            /** @description Of a sample: those that are the most useful to label next, instead of any by chance */
            useful?: boolean;
        };
        NewChosenExport: {
            format: components["schemas"]["ExportFormat"];
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
        };
        NewClass: {
            /** @description Left out: one that the others do not have */
            colour?: string | null;
            name: string;
        };
        NewCuts: {
            /** @description With `whole`: once all are there they go into the bin where they came from */
            away?: boolean;
            /** @description Only regions of these classes; none: of all */
            class_ids?: components["schemas"]["Id"][];
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
            /** @description Another project */
            into_project: components["schemas"]["Id"];
            /**
             * Format: double
             * @description Part of a region's sides that is added on each side; a tenth where left out
             */
            margin?: number | null;
            /** @description The pictures themselves with their labels, instead of regions */
            whole?: boolean;
        };
        NewDevice: {
            /** @description What asks, as the user will read it */
            name?: string;
        };
        NewEndpointShare: {
            /**
             * Format: int32
             * @description After so many it ends
             */
            hours: number;
            /** @description Name of a member of the job's virtual cluster */
            user: string;
        };
        NewExport: {
            format: components["schemas"]["ExportFormat"];
        };
        NewGroup: {
            description?: string;
            name: string;
            /** @description At least one; a dry run may leave it out */
            role_ids?: components["schemas"]["Id"][] | null;
            user_ids?: components["schemas"]["Id"][];
        };
        NewLabelSet: {
            classes: components["schemas"]["LabelSetClass"][];
            description?: string;
            /** @description What good parts are called; empty: as the project has it */
            good_name?: string;
            name: string;
            scope?: null | components["schemas"]["LabelSetScope"];
        };
        NewLearningLoop: {
            /**
             * Format: int32
             * @description New labels that begin the next training
             */
            after: number;
        };
        NewOwnPassword: {
            current: string;
            /** @description Left out: yes */
            end_tokens?: boolean | null;
            new: string;
        };
        NewPassword: {
            password: string;
        };
        /** @description Which model looks at which pictures: of these always those without labels. */
        NewPrelabels: {
            class_id?: null | components["schemas"]["Id"];
            model_id?: null | components["schemas"]["Id"];
            pictures?: components["schemas"]["PicturesWanted"];
            task_id?: null | components["schemas"]["Id"];
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        NewPresetImage: {
            description?: string;
            /** @description Types of devices that it is made for; empty: any */
            devices?: string[];
            /** @example PyTorch */
            framework: string;
            /**
             * @description As a job file names it, with its tag or digest
             * @example registry.example.com/team/pytorch:2.8
             */
            image: string;
            /** @example 2.8 */
            version?: string;
        };
        NewProject: {
            /** @description The defects; the good class is made from `good_name` */
            classes?: components["schemas"]["NewClass"][];
            good_name: string;
            label_set_id?: null | components["schemas"]["Id"];
            name: string;
            note?: string;
            product?: string;
            scene: components["schemas"]["Scene"];
        };
        NewProjectManager: {
            /** @description The name that the user logs in with */
            user: string;
        };
        NewRecheck: {
            class_id?: null | components["schemas"]["Id"];
            /** @description What truly stands there: a text for each that was read, in their order */
            texts?: string[] | null;
            /** @description Put the picture into the project's pictures with this label; done once */
            to_dataset?: boolean;
            verdict?: null | components["schemas"]["OkOrNg"];
        };
        NewRecipe: {
            /** @description What it begins with; left out: the shot's sharpness alone */
            draft?: Record<string, never> | null;
            name: string;
        };
        NewRecipeRun: {
            data: components["schemas"]["RecipeData"];
            other_id?: null | components["schemas"]["Id"];
            /** @description Texts that the versions ask for */
            texts?: {
                [key: string]: string;
            };
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        NewRecipeVersion: {
            note?: string;
            /**
             * Format: int64
             * @description Of the draft that it is made of
             */
            revision: number;
        };
        NewRegistry: {
            /**
             * @description Host and maybe port; only HTTPS is spoken
             * @example registry.example.com:5000
             */
            host: string;
            login: string;
            /** @description Password or token */
            secret: string;
        };
        NewReview: {
            /** @description What is to be done otherwise; of one that is sent back */
            note?: string;
            place?: null | components["schemas"]["NotePlace"];
            verdict: components["schemas"]["ReviewVerdict"];
        };
        NewRole: {
            description?: string;
            name: string;
            /** @description At least one; a dry run may leave it out */
            permissions?: string[] | null;
        };
        NewService: {
            keep: components["schemas"]["Keep"];
            model_id: components["schemas"]["Id"];
            name: string;
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        NewSshKey: {
            /** @description Left out or empty: what stands behind the key */
            name?: string;
            /** @description The line of a `.pub` file: Ed25519, ECDSA, or RSA of at least 2048 bits */
            public_key: string;
        };
        NewTemplate: {
            description?: string;
            /** @description A job file, YAML or JSON */
            file: string;
            name: string;
            /** @description `mine`, `team` or `all` */
            scope: components["schemas"]["TemplateScope"];
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        NewToken: {
            /**
             * Format: int32
             * @description Left out: never
             */
            expires_days?: number | null;
            name: string;
            project_id?: null | components["schemas"]["Id"];
            /** @description Rights, no more than your own; left out: all of yours */
            scopes?: string[] | null;
        };
        /** @description What to train. */
        NewTraining: {
            /**
             * Format: int64
             * @description Longest time of learning in seconds
             */
            budget_s?: number | null;
            /**
             * Format: double
             * @description One escape costs as much as this many overkills
             */
            cost?: number | null;
            name?: string | null;
            /**
             * Format: double
             * @description Largest share of good parts that may be called NG; instead of `cost`
             */
            overkill?: number | null;
            /** @description Of `anomaly`: foreign things are pasted into good pictures to learn what bad is; left out: where the scene is foreign objects */
            paste_in?: boolean | null;
            /**
             * Format: int32
             * @description 100 to 200; for who administers the virtual cluster, or may change all jobs, 1 to 1000; left out: 100
             */
            priority?: number | null;
            /**
             * Format: int32
             * @description Side in pixels that pictures are looked at with; left out: by the task and the pictures
             */
            size?: number | null;
            /**
             * Format: int32
             * @description Of `segment` and `detect`: steps before the threshold is chosen; left out: by the pictures
             */
            steps?: number | null;
            task?: null | components["schemas"]["Task"];
            /**
             * @description Of `segment` and `detect`: the deeper layers of the backbone learn, too, which takes about twice as long. Of `read`: the
             *     reader's last layer learns from the texts that are marked, at least 50
             */
            tune?: boolean | null;
            version_id?: null | components["schemas"]["Id"];
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        /** @description A draft to be tried. */
        NewTrial: {
            /** @description Any word: of one desk a newer try ends the one before */
            desk: string;
            draft: Record<string, never>;
            picture_id?: null | components["schemas"]["Id"];
            /** @description Texts that the recipe asks for */
            texts?: {
                [key: string]: string;
            };
        };
        NewUser: {
            group_ids?: components["schemas"]["Id"][];
            language?: string;
            mail?: string;
            name: string;
            nickname?: string;
            note?: string;
            /** @description Left out: the user gets an invitation. Given: it must be changed at the first login */
            password?: string | null;
            phone?: string;
            /** @description At least one of these or of the groups; a dry run may leave it out */
            role_ids?: components["schemas"]["Id"][] | null;
        };
        NewUsers: {
            users: components["schemas"]["NewUser"][];
        };
        NewVersion: {
            /**
             * Format: double
             * @description Part of the labelled pictures that is kept out of training. Left out: as the project's pictures are parted, or
             *     else 0.2
             */
            held_back?: number | null;
            note?: string;
            /** @description At most 20, each of at most 40 signs */
            tags?: string[];
        };
        NewVirtualCluster: {
            borrows?: boolean;
            /**
             * Format: int64
             * @description Left out: no limit
             */
            data_quota_bytes?: number | null;
            description?: string;
            /**
             * Format: int64
             * @description Left out: no limit
             */
            disk_mib?: number | null;
            group_ids?: components["schemas"]["Id"][];
            /**
             * Format: int64
             * @description After the warning; left out: no idle job is paused
             */
            idle_pause_s?: number | null;
            /**
             * Format: int64
             * @description Left out: nobody is warned of an idle job
             */
            idle_warn_s?: number | null;
            lends?: boolean;
            /**
             * Format: int64
             * @description Left out: no end
             */
            longest_run_s?: number | null;
            name: string;
            open?: boolean;
            quotas?: components["schemas"]["Quota"][];
            user_ids?: components["schemas"]["Id"][];
            /**
             * Format: int32
             * @description Left out: 1
             */
            weight?: number | null;
            writes_data?: boolean;
        };
        NewWorkFolder: {
            path: string;
        };
        /** @description A file that is to come. */
        NewWorkUpload: {
            /** Format: int64 */
            bytes: number;
            /** @description By which you know the file again, such as the time of its last change: the same upload goes on where it was cut */
            mark?: string;
            path: string;
            /** @description What has the name already goes */
            replace?: boolean;
        };
        NextPicture: {
            picture: null | components["schemas"]["Picture"];
        };
        NextTaskPicture: {
            next: null | components["schemas"]["TaskPicture"];
        };
        NextWanted: {
            /**
             * Format: int32
             * @description Number of the picture before; left out: begin with the first
             */
            after?: number | null;
        };
        NodeClosed: {
            at: null | components["schemas"]["Time"];
            /** @description Name of the user */
            by: string | null;
            /** @description By the cluster file, where alone it can be opened */
            by_file: boolean;
            note: string;
        };
        NodeCordon: {
            /** @description Why, for whoever sees it closed */
            note?: string;
        };
        /** @description Cards of a type on a node. */
        NodeDevices: {
            /** Format: int32 */
            count: number;
            /** @example huawei_npu_arm64 */
            device: string;
            /**
             * Format: int32
             * @description So many cards belong together, from card 0 on; null: all are alike
             */
            group: number | null;
            unit: components["schemas"]["DeviceUnit"];
            /** Format: int32 */
            used: number;
        };
        /** @description What a job has of a node. */
        NodeUse: {
            /** @description Numbers of its cards */
            cards: number[];
            /** Format: int32 */
            cores: number;
            device: string;
            job_id: components["schemas"]["Id"];
            /** @description Null: another's job, which you may not see */
            name: string | null;
            /**
             * Format: int32
             * @description Which of its tasks
             */
            rank: number;
        };
        /** @description A word about a picture. */
        Note: {
            at: components["schemas"]["Time"];
            /** @description Name of the user */
            by: string | null;
            id: components["schemas"]["Id"];
            place: null | components["schemas"]["NotePlace"];
            text: string;
        };
        NotePlace: {
            /** Format: double */
            x: number;
            /** Format: double */
            y: number;
        };
        OfBin: {
            /** Format: int64 */
            changed: number;
            /**
             * Format: int64
             * @description Not brought back: the project has the same picture again
             */
            left_out: number;
        };
        OidcLink: {
            /** @description Yours here, where you have one */
            password?: string;
            provider_id: components["schemas"]["Id"];
        };
        /** @description How a provider of OpenID Connect is reached, and what is asked of it. */
        OidcSettings: {
            /** @description Certificates in PEM, trusted beside the system's */
            ca_pem: string;
            client_id: string;
            /** @description The claim with the groups: its name, or the way to it with dots; empty: none */
            group_claim: string;
            /** @example https://id.example/realms/works */
            issuer: string;
            /**
             * @description Beside `openid`
             * @example [
             *       "profile",
             *       "email",
             *       "groups"
             *     ]
             */
            scopes: string[];
            /**
             * @description How browsers reach this server; they come back there
             * @example https://fovea.example
             */
            server_url: string;
        };
        /**
         * @description What the line says of a part.
         * @enum {string}
         */
        OkOrNg: "ok" | "ng";
        /** @description Linked pictures that could not be read where they lie. */
        OutOfReach: {
            /** Format: int32 */
            bin: number;
            /** @description `link.gone`, `link.changed`, `link.unreadable` or `link.no_storage` */
            code: string;
            /** Format: int64 */
            pictures: number;
            storage: string;
        };
        /** @description All words that a picture has. */
        OwnTags: {
            tags: string[];
        };
        /** @description Words to put to one picture, and others to take away. */
        OwnTagsWanted: {
            add?: string[];
            remove?: string[];
        };
        /** @description A picture that two label apart from each other. */
        Pair: {
            /**
             * Format: double
             * @description Of all places that either marked, how much both did with the same class; null until both have finished
             */
            f1: number | null;
            first: components["schemas"]["PairSide"];
            /**
             * Format: double
             * @description Mean overlap (IoU) of places that both marked; null: there are none
             */
            overlap: number | null;
            picture: components["schemas"]["Picture"];
            /**
             * Format: int32
             * @description Number of the first within the task
             */
            position: number;
            /**
             * Format: int64
             * @description Grows with every change of what either or the picture says
             */
            revision: number;
            /** @description They say the same; null until both have finished */
            same: boolean | null;
            second: components["schemas"]["PairSide"];
            state: components["schemas"]["PairState"];
            taken: null | components["schemas"]["Take"];
        };
        /** @description Pictures that two label, by their state. */
        PairCounts: {
            /** Format: int64 */
            ready: number;
            /** Format: int64 */
            settled: number;
            /**
             * Format: int64
             * @description One of the two, or both, have not finished
             */
            waiting: number;
        };
        PairSettlement: {
            take: components["schemas"]["Take"];
        };
        /** @description What one of two says of a picture. */
        PairSide: {
            class_id: null | components["schemas"]["Id"];
            /**
             * Format: int32
             * @description Its number within the task
             */
            position: number;
            regions: components["schemas"]["Region"][];
            state: components["schemas"]["PieceState"];
            user: string | null;
            user_id: null | components["schemas"]["Id"];
            verdict: null | components["schemas"]["GoodOrBad"];
        };
        /** @enum {string} */
        PairState: "waiting" | "ready" | "settled";
        /**
         * @description What a picture is for.
         * @enum {string}
         */
        Part: "train" | "validation" | "test";
        /**
         * @description A part of the data, or none of them.
         * @enum {string}
         */
        PartFilter: "train" | "validation" | "test" | "none";
        PartWanted: {
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
            part: components["schemas"]["Part"];
        };
        /** @description An import in the list of a project's. */
        PastImport: components["schemas"]["Import"] & {
            /** @description Name of the user */
            created_by?: string | null;
            /** @description How its labels were laid out, as they were read, such as `coco`; null: it brought none */
            format?: string | null;
            source?: null | components["schemas"]["ImportedFrom"];
        };
        PeopleAgreement: {
            /**
             * Format: int64
             * @description Of which they do not say the same
             */
            differ: number;
            /** Format: double */
            f1: number;
            first: components["schemas"]["Id"];
            /**
             * Format: double
             * @description Cohen's kappa of verdict and class of whole pictures; null: all are alike, so that nothing can be told from chance
             */
            kappa: number | null;
            /**
             * Format: double
             * @description Mean overlap (IoU) of places that both marked; null: there are none
             */
            overlap: number | null;
            /** Format: int64 */
            pictures: number;
            second: components["schemas"]["Id"];
        };
        /** @description How people agree who label the same pictures apart from each other, by what each finished first; over the newest 2,000. */
        PeopleAgreements: {
            classes: components["schemas"]["ClassAgreement"][];
            people: components["schemas"]["PeopleAgreement"][];
            /** @description How each works, by class; over all pictures that they finished */
            work: components["schemas"]["ClassWork"][];
        };
        PermissionModule: {
            name: string;
            rights: components["schemas"]["PermissionRight"][];
        };
        PermissionRight: {
            /** @description Comes with it */
            implies: string[];
            name: string;
        };
        PermissionTree: {
            modules: components["schemas"]["PermissionModule"][];
        };
        PersonCount: {
            id: components["schemas"]["Id"];
            name: string;
            /** Format: int64 */
            pictures: number;
        };
        PersonProgress: {
            agreement: null | components["schemas"]["ReviewAgreement"];
            counts: components["schemas"]["PieceCounts"];
            /**
             * Format: int64
             * @description Finished once or more
             */
            finished: number;
            /**
             * Format: double
             * @description Of those, the share that was sent back once or more; null: none was finished
             */
            rework: number | null;
            /**
             * Format: double
             * @description For one that was finished, on average; null: none was finished
             */
            seconds: number | null;
            user: null | components["schemas"]["Annotator"];
        };
        /** @description A picture of a project. Its file is at `/pictures/{id}/file`, a small one at `/pictures/{id}/thumb`. */
        Picture: {
            added_at: components["schemas"]["Time"];
            /** Format: int64 */
            bytes: number;
            /** @description Of the whole picture and of its regions, each once */
            class_ids: components["schemas"]["Id"][];
            /** @description What is known of it beside what it shows, by name: machine, product, part… */
            columns: {
                [key: string]: string;
            };
            format: string;
            /** @description SHA-256 of the file */
            hash: string;
            /** Format: int32 */
            height: number;
            id: components["schemas"]["Id"];
            labelled: boolean;
            name: string;
            part: null | components["schemas"]["Part"];
            project_id: components["schemas"]["Id"];
            /**
             * Format: int32
             * @description How many
             */
            regions: number;
            /**
             * Format: double
             * @description What the last model that proposed something says: 0 surely good, 1 surely bad
             */
            score: number | null;
            source: components["schemas"]["PictureSource"];
            /** @description By name */
            tags: string[];
            verdict: null | components["schemas"]["GoodOrBad"];
            /** Format: int32 */
            width: number;
        };
        /** @description A picture that is not the same in both. */
        PictureDifference: {
            after: null | components["schemas"]["KeptPicture"];
            before: null | components["schemas"]["KeptPicture"];
            hash: string;
            kind: components["schemas"]["DifferenceKind"];
            /**
             * Format: int32
             * @description Marked places that came, went, or are another way
             */
            regions_added: number;
            /** Format: int32 */
            regions_changed: number;
            /** Format: int32 */
            regions_removed: number;
        };
        /** @description A picture that is yours to work on for a while. */
        PictureLease: {
            /**
             * Format: int64
             * @description How soon to ask again
             */
            again_s: number;
            /** @description Ends by itself; ask again before */
            until: components["schemas"]["Time"];
        };
        /** @enum {string} */
        PictureSource: "upload" | "recheck" | "line";
        PicturesChosen: {
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
        };
        /** @description Which pictures of a project; what is left out does not matter. */
        PicturesWanted: {
            added_from?: components["schemas"]["Time"];
            added_to?: components["schemas"]["Time"];
            /** @description Those that the last look at all pictures tells of so */
            advice?: components["schemas"]["AdviceKind"];
            /**
             * Format: int32
             * @description The class of the figure; 0 where left out
             */
            bin?: number;
            /** Format: int64 */
            bytes_from?: number;
            /** Format: int64 */
            bytes_to?: number;
            class_id?: components["schemas"]["Id"];
            /** @description Of which a column says this, as `name:value`; several, each on a line: all of them */
            column?: string;
            facet?: components["schemas"]["Facet"];
            labelled?: boolean;
            /** @description Part of the name */
            name?: string;
            /** @description Whether somebody noted something at it */
            noted?: boolean;
            /** @description A part, or `none`: those that are in no part */
            part?: components["schemas"]["PartFilter"];
            /** @description Those of which a model's proposal is in this state */
            proposal?: components["schemas"]["ProposalState"];
            /** @description The user who said last what is said of it */
            said_by?: components["schemas"]["Id"];
            /** Format: double */
            score_max?: number;
            /**
             * Format: double
             * @description The last model that proposed something of it gave it at least this score, from 0 to 1
             */
            score_min?: number;
            /**
             * Format: int32
             * @description Its longer side has at least so many pixels
             */
            side_from?: number;
            /** Format: int32 */
            side_to?: number;
            source?: components["schemas"]["PictureSource"];
            /** @description Those of one figure of these statistics; with `facet` and `bin` */
            statistics?: components["schemas"]["Id"];
            /** @description With all of these tags, separated by commas */
            tags?: string;
            /** @description Part of a text that is marked in it */
            text?: string;
            verdict?: components["schemas"]["GoodOrBad"];
            /** @description How far it is in an open annotation task, or `none`: it is in none */
            work?: components["schemas"]["WorkFilter"];
        };
        /** @description Pictures by their state. */
        PieceCounts: {
            /** Format: int64 */
            accepted: number;
            /** Format: int64 */
            done: number;
            /** Format: int64 */
            open: number;
            /** Format: int64 */
            sent_back: number;
        };
        /**
         * @description Where a picture of a task is.
         * @enum {string}
         */
        PieceState: "sent_back" | "open" | "done" | "accepted";
        PlacedComponent: {
            /** @description Left, top, width, height in pixels */
            bbox: number[];
            /** @description Whether it may as well lie turned by half a turn, as a resistor does; it is then never told to be reversed */
            either_way?: boolean;
            name: string;
        };
        /** @description The answer to a picture. */
        Prediction: {
            bead?: null | components["schemas"]["Bead"];
            class?: string | null;
            /** @description By name; of a model that knows the components of a board */
            components: {
                [key: string]: components["schemas"]["ComponentResult"];
            };
            /** @description PNG in base64, where `heat=1` asked for it */
            heat_png?: string | null;
            ms: components["schemas"]["Milliseconds"];
            recipe?: null | components["schemas"]["RecipeSaid"];
            record_id: components["schemas"]["Id"];
            regions: components["schemas"]["FoundRegion"][];
            /** Format: double */
            score: number;
            scores: {
                [key: string]: number;
            };
            serial?: string | null;
            /** @description Of a model that reads */
            texts: components["schemas"]["ReadText"][];
            verdict: components["schemas"]["OkOrNg"];
        };
        /** @description A model's look at pictures, and what became of what it proposed. It is a job of the same id. */
        Prelabels: {
            /** Format: int64 */
            accepted: number;
            class_id: null | components["schemas"]["Id"];
            created_at: components["schemas"]["Time"];
            /** @description Name of the user */
            created_by: string | null;
            id: components["schemas"]["Id"];
            /** Format: int64 */
            mended: number;
            model: null | components["schemas"]["ProposingModel"];
            /**
             * Format: int64
             * @description Proposals that nobody has answered
             */
            open: number;
            /**
             * Format: int64
             * @description That it was to look at
             */
            pictures: number;
            progress: null | components["schemas"]["Progress"];
            project_id: components["schemas"]["Id"];
            /** Format: int64 */
            refused: number;
            /** @description Of its job */
            state: components["schemas"]["JobState"];
        };
        /** @description An image that an administrator offers: an engine of a version. */
        PresetImage: {
            changed_at: components["schemas"]["Time"];
            created_at: components["schemas"]["Time"];
            description: string;
            /** @description Empty: any */
            devices: string[];
            framework: string;
            id: components["schemas"]["Id"];
            image: string;
            version: string;
        };
        PresetImages: {
            /** @description By engine and version; never more than 200 */
            items: components["schemas"]["PresetImage"][];
        };
        /** @description What went wrong, for people and for programs (RFC 9457, `application/problem+json`). */
        Problem: {
            /**
             * @description Never renamed; programs and translations go by it.
             * @example project.name_taken
             */
            code: string;
            /** @description A sentence in English. */
            detail: string;
            /** @description What is wrong with which field. */
            fields?: {
                [key: string]: string;
            };
            /** @description What the sentence speaks of. */
            params: Record<string, never>;
            /** Format: int32 */
            status: number;
            title: string;
            /** @example about:blank */
            type: string;
        };
        Progress: {
            /** @description Step and loss, thinned */
            curve: number[][];
            /** Format: int64 */
            done: number;
            note: string;
            phase: string;
            /** Format: double */
            remaining_s: number | null;
            /** Format: int64 */
            total: number;
        };
        Project: {
            classes: components["schemas"]["Class"][];
            created_at: components["schemas"]["Time"];
            data: components["schemas"]["ProjectData"];
            deleted_at: null | components["schemas"]["Time"];
            /** @description What a part without a defect is called */
            good_name: string;
            id: components["schemas"]["Id"];
            kept_until: null | components["schemas"]["Time"];
            name: string;
            note: string;
            /** @description Name of the user */
            owner: string | null;
            owner_id: null | components["schemas"]["Id"];
            product: string;
            /** @description Everybody who can log in may look at its pictures, versions and statistics */
            public: boolean;
            /** Format: int64 */
            revision: number;
            scene: components["schemas"]["Scene"];
            steps: components["schemas"]["Steps"];
            updated_at: components["schemas"]["Time"];
        };
        /** @description What is left out stays as it is. */
        ProjectChange: {
            good_name?: string | null;
            name?: string | null;
            note?: string | null;
            product?: string | null;
            /** @description Whether everybody who can log in may look at its pictures, versions and statistics */
            public?: boolean | null;
            scene?: null | components["schemas"]["Scene"];
        };
        /** @description What is known of a project's pictures that are not in its bin. */
        ProjectData: {
            /**
             * Format: int64
             * @description Also of pictures that are only linked
             */
            bytes: number;
            changed_at: null | components["schemas"]["Time"];
            /** @description The pictures that came last, four at most */
            cover: components["schemas"]["Id"][];
            /** Format: int64 */
            labelled: number;
            /** Format: int64 */
            pictures: number;
            /**
             * Format: int32
             * @description Number of the newest version; null: there is none
             */
            version: number | null;
        };
        /** @description Who may hand out and review the annotation work of one project, whatever they may elsewhere. */
        ProjectManager: {
            /** @description The user */
            id: components["schemas"]["Id"];
            name: string;
            named_at: components["schemas"]["Time"];
            /** @description Name of the user who named them; null: that user is not there any more */
            named_by: string | null;
            nickname: string;
        };
        /** @description What a model of the project, or the reader, proposes of a picture. It is no label until somebody takes it over. */
        Proposal: {
            bad: boolean;
            class_id: null | components["schemas"]["Id"];
            model: null | components["schemas"]["ProposingModel"];
            /** @description The surest first */
            regions: components["schemas"]["ProposedRegion"][];
            /**
             * Format: float
             * @description 0 (surely good) to 1 (surely bad)
             */
            score: number;
            state: components["schemas"]["ProposalState"];
            /**
             * Format: float
             * @description 0 (sure) to 1 (cannot tell)
             */
            uncertainty: number;
        };
        /**
         * @description What became of what a model proposed of a picture.
         * @enum {string}
         */
        ProposalState: "open" | "accepted" | "mended" | "refused";
        /** @description A place that is proposed. A label that takes it over keeps its id, which is how it is known what became of it. */
        ProposedRegion: {
            class_id: null | components["schemas"]["Id"];
            id: string;
            /** Format: float */
            score: number;
            shape: components["schemas"]["RegionShape"];
        };
        ProposingModel: {
            id: components["schemas"]["Id"];
            name: string;
            /** Format: int32 */
            number: number;
        };
        /** @enum {string} */
        ProviderKind: "oidc" | "ldap";
        ProviderTestWanted: {
            id?: null | components["schemas"]["Id"];
            /** @description Somebody to be looked for in a directory */
            name?: string;
            provider: components["schemas"]["ProviderWanted"];
        };
        /** @description What came of trying a provider out. */
        ProviderTested: {
            /** @description The provider knows our id and secret; null where it cannot be told */
            client_known: boolean | null;
            found: null | components["schemas"]["FoundPerson"];
            /**
             * Format: int64
             * @description Keys to sign with, of OpenID Connect
             */
            keys: number | null;
            ok: boolean;
            /** @description Why, in the words of whoever said so */
            reason: string | null;
            /**
             * @description Where it failed
             * @example tls
             */
            stage: string | null;
        };
        /** @description The whole of a provider. */
        ProviderWanted: {
            create_users: boolean;
            enabled: boolean;
            kind: components["schemas"]["ProviderKind"];
            ldap?: null | components["schemas"]["LdapSettings"];
            mapping: components["schemas"]["MappingWanted"][];
            name: string;
            oidc?: null | components["schemas"]["OidcSettings"];
            /** @description The client's secret, or the password of whoever looks for others. Left out: as it is; empty: none */
            secret?: string | null;
        };
        PublishStep: {
            /** Format: int64 */
            models: number;
            /** Format: int64 */
            released: number;
            state: components["schemas"]["StepState"];
        };
        /** @enum {string} */
        QueueOrder: "priority" | "fair_share";
        Quota: {
            /** @example cpu */
            device: string;
            /**
             * Format: int32
             * @description Most that one user may hold at a time
             */
            per_user: number;
            /** Format: int32 */
            quota: number;
        };
        QuotaUse: {
            /**
             * Format: int32
             * @description What can be had at this moment
             */
            available: number;
            /** @example cpu */
            device: string;
            /** Format: int32 */
            per_user: number;
            /** Format: int32 */
            quota: number;
            /**
             * Format: int32
             * @description Lost to machines that are away
             */
            unschedulable: number;
            /**
             * Format: int32
             * @description Held by jobs at this moment
             */
            used: number;
            /**
             * Format: int32
             * @description Of that, by jobs that make room when they have to
             */
            used_preemptible: number;
        };
        /** @description What a machine says of a picture that it sends. */
        RawAbout: {
            flag?: null | components["schemas"]["OkOrNg"];
            labels?: components["schemas"]["RawLabel"][];
            machine?: string | null;
            /** @description Of the file */
            name?: string | null;
            product?: string | null;
            /** @description Of the part */
            serial?: string | null;
            /** @description Step of the work, or the station that took it */
            station?: string | null;
            taken_at?: null | components["schemas"]["Time"];
            /** @description Of the machine's program, say */
            version?: string | null;
        };
        /** @description What can be filtered by, most first; of each up to 200. */
        RawChoices: {
            machines: components["schemas"]["TagCount"][];
            products: components["schemas"]["TagCount"][];
            stations: components["schemas"]["TagCount"][];
        };
        RawChosen: {
            found?: null | components["schemas"]["RawWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
        };
        /** @description The parts of a form. */
        RawForm: {
            about: components["schemas"]["RawAbout"];
            /** Format: binary */
            image: string;
        };
        /** @description A marked place that a machine told. */
        RawLabel: {
            /** @description Name of a class; the project need not have it yet */
            class: string;
            shape: components["schemas"]["RegionShape"];
        };
        RawLeftOut: {
            class: string;
            /** Format: int64 */
            labels: number;
            why: components["schemas"]["RawLeftOutWhy"];
        };
        /** @enum {string} */
        RawLeftOutWhy: "unknown" | "good" | "shape";
        /** @description A picture that a machine of the line sent. Its file is at `/raw_pictures/{id}/file`, a small one at `/raw_pictures/{id}/thumb`. */
        RawPicture: {
            /** Format: int64 */
            bytes: number;
            flag: null | components["schemas"]["OkOrNg"];
            format: string;
            /** @description SHA-256 of the file */
            hash: string;
            /** Format: int32 */
            height: number;
            id: components["schemas"]["Id"];
            kept_until: null | components["schemas"]["Time"];
            labels: components["schemas"]["RawLabel"][];
            machine: string;
            name: string;
            picture_id: null | components["schemas"]["Id"];
            product: string | null;
            project_id: components["schemas"]["Id"];
            received_at: components["schemas"]["Time"];
            /** @description Name of the user whose token it came by */
            sent_by: string | null;
            serial: string | null;
            station: string | null;
            taken_at: components["schemas"]["Time"];
            version: string | null;
            /** Format: int32 */
            width: number;
        };
        /** @description Which pictures of the line. What is left out does not matter. */
        RawWanted: {
            flag?: null | components["schemas"]["OkOrNg"];
            from?: null | components["schemas"]["Time"];
            machine?: string | null;
            product?: string | null;
            serial?: string | null;
            station?: string | null;
            /** @description Whether it is in the project's data */
            taken?: boolean | null;
            to?: null | components["schemas"]["Time"];
        };
        ReadChar: {
            char: string;
            /** @description About its middle, in pixels; records of before have none */
            place: number[] | null;
            /** Format: double */
            score: number;
        };
        /** @description A line of text. */
        ReadText: {
            chars: components["schemas"]["ReadChar"][];
            /** @description Of a model with rules */
            checks: components["schemas"]["TextCheck"][];
            /** @description Corners in pixels, from the text's top left on as a clock goes */
            quad: number[][];
            /**
             * Format: double
             * @description How sure the least sure of its signs is
             */
            score: number;
            text: string;
        };
        /** @description Why a job ended as it did. */
        Reason: {
            code: string;
            detail: string;
            params: Record<string, never>;
        };
        /** @description What a person said of a verdict. */
        Recheck: {
            at: components["schemas"]["Time"];
            /** @description Name of the user */
            by: string | null;
            class_id: null | components["schemas"]["Id"];
            /** @description What truly stands there, a text for each that was read; null: not said */
            texts: string[] | null;
            verdict: components["schemas"]["OkOrNg"];
        };
        /** @description Several looks at a picture that make one verdict. */
        Recipe: {
            changed_at: components["schemas"]["Time"];
            /** @description Name of the user */
            changed_by: string | null;
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            name: string;
            /**
             * Format: int64
             * @description Number of the newest version; null: there is none yet
             */
            newest: number | null;
            project_id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description Counts up with every change of the draft or the name
             */
            revision: number;
            /** Format: int64 */
            versions: number;
        };
        RecipeChange: {
            name: string;
        };
        /** @description Pictures that a version is tried on. */
        RecipeData: {
            /** @enum {string} */
            of: "project";
        } | {
            /** @enum {string} */
            of: "version";
            version_id: components["schemas"]["Id"];
        } | {
            /** @enum {string} */
            of: "records";
            service_id?: null | components["schemas"]["Id"];
        };
        /** @description A recipe with what is written of it. */
        RecipeDetail: components["schemas"]["Recipe"] & {
            /** @description As it stands, also where it cannot run; `fovea recipe schema` describes what can */
            draft: Record<string, never>;
            fault?: null | components["schemas"]["RecipeFault"];
            /** @description Names of files that it may name beside models: pictures that it named before, and what was sent */
            files: string[];
        };
        /** @description What is another in a recipe. */
        RecipeDiff: {
            /** @description Steps added, removed or moved, and fields changed */
            changes: Record<string, never>[];
        };
        RecipeDraft: {
            draft: Record<string, never>;
        };
        /** @description What is wrong with a recipe, and where. */
        RecipeFault: {
            /** @description Never renamed */
            code: string;
            /** @description A sentence in English */
            detail: string;
            /** @description As a path within the step, such as `rules[2].min` */
            field: string;
            /** @description What its sentence speaks of */
            params: Record<string, never>;
            /** @description The step's id; null: the recipe as a whole */
            step: string | null;
        };
        /**
         * @description How good verdicts are. A good picture that is NG is overkill, a bad one that is OK an escape; what a person looks at again
         *     is neither.
         */
        RecipeFigures: {
            /** Format: int64 */
            bad: number;
            /** @description By truth (`good`, `bad`, `unknown`), then by verdict (`ok`, `recheck`, `ng`) */
            confusion: {
                [key: string]: {
                    [key: string]: number;
                };
            };
            /** Format: double */
            escape: number;
            escape_interval: number[];
            /** Format: int64 */
            escaped: number;
            /** Format: int64 */
            good: number;
            /** Format: double */
            mean_ms: number;
            /** Format: double */
            overkill: number;
            overkill_interval: number[];
            /** Format: int64 */
            overkilled: number;
            /** Format: int64 */
            rechecked: number;
        };
        /** @description A file that a recipe may name from now on. */
        RecipeFileName: {
            name: string;
        };
        /** @description One thing that does not hold. */
        RecipeReason: {
            /** @description Left, top, width, height in pixels */
            crop: number[] | null;
            /** @description What is wrong with a text */
            fault: Record<string, never> | null;
            /** @description Never renamed */
            kind: string;
            limit: unknown;
            /** @description A number, a text or a list of texts */
            measured: unknown;
            /** @description The step that it is about, where that is another */
            of: string | null;
            region: string | null;
            rule: string | null;
            step: string;
            /** @description What it makes of the picture */
            verdict: components["schemas"]["RecipeVerdict"];
            /** @description A class, a field, a check */
            what: string | null;
        };
        /** @description A version of a recipe. */
        RecipeRef: {
            /** Format: int32 */
            number: number;
            recipe_id: components["schemas"]["Id"];
            version_id: components["schemas"]["Id"];
        };
        /** @description A version on many pictures. */
        RecipeRun: {
            created_at: components["schemas"]["Time"];
            data: components["schemas"]["RecipeData"];
            /** @description That of its job */
            id: components["schemas"]["Id"];
            /** Format: int32 */
            number: number;
            other_id: null | components["schemas"]["Id"];
            /** Format: int32 */
            other_number: number | null;
            /** @description Name of the user */
            owner: string | null;
            progress: null | components["schemas"]["Progress"];
            reason: null | components["schemas"]["Reason"];
            recipe_id: components["schemas"]["Id"];
            state: components["schemas"]["JobState"];
            summary: null | components["schemas"]["RecipeSummary"];
            version_id: components["schemas"]["Id"];
        };
        /** @description A picture of a run. */
        RecipeRunPicture: {
            /** @description What it really is; null: nobody has said */
            good: boolean | null;
            /** @description Of a picture of the project, or of a record */
            id: components["schemas"]["Id"];
            /** Format: double */
            ms: number;
            name: string;
            other: null | components["schemas"]["RecipeRunSide"];
            reasons: components["schemas"]["RecipeReason"][];
            /** @description Why it could not be read */
            trouble: string | null;
            verdict: null | components["schemas"]["RecipeVerdict"];
        };
        /** @description What the other version says of it. */
        RecipeRunSide: {
            reasons: components["schemas"]["RecipeReason"][];
            verdict: null | components["schemas"]["RecipeVerdict"];
        };
        /** @description What a recipe said of a part. */
        RecipeSaid: {
            name: string;
            reasons: components["schemas"]["RecipeReason"][];
            steps: components["schemas"]["RecipeStepTime"][];
            verdict: components["schemas"]["RecipeVerdict"];
            /** Format: int64 */
            version: number;
        };
        RecipeStepTime: {
            id: string;
            kind: string;
            /** Format: double */
            ms: number;
            /** @description `done`, `refused` or `skipped` */
            state: string;
        };
        RecipeSummary: {
            /** @description By verdict of the first, then of the other */
            changed: {
                [key: string]: {
                    [key: string]: number;
                };
            } | null;
            first: components["schemas"]["RecipeFigures"];
            other: null | components["schemas"]["RecipeFigures"];
            /** Format: int64 */
            pictures: number;
            /**
             * Format: int64
             * @description Pictures that could not be read
             */
            unread: number;
        };
        /** @enum {string} */
        RecipeVerdict: "ok" | "recheck" | "ng";
        /** @description A draft that was kept; it never changes. */
        RecipeVersion: {
            created_at: components["schemas"]["Time"];
            /** @description Name of the user */
            created_by: string | null;
            document: Record<string, never>;
            id: components["schemas"]["Id"];
            model_id: null | components["schemas"]["Id"];
            /** Format: int32 */
            model_number: number | null;
            note: string;
            /** Format: int32 */
            number: number;
            project_id: components["schemas"]["Id"];
            recipe_id: components["schemas"]["Id"];
        };
        /** @description A verdict as it was given. */
        Record: {
            at: components["schemas"]["Time"];
            bead: null | components["schemas"]["Bead"];
            class: string | null;
            components: {
                [key: string]: components["schemas"]["ComponentResult"];
            };
            /** @description Whether there is a heat map */
            heat: boolean;
            /** Format: int32 */
            height: number;
            id: components["schemas"]["Id"];
            model_id: components["schemas"]["Id"];
            /** Format: double */
            ms_run: number;
            /** Format: double */
            ms_total: number;
            /** @description Whether the picture was kept */
            picture: boolean;
            picture_id: null | components["schemas"]["Id"];
            project_id: components["schemas"]["Id"];
            recheck: null | components["schemas"]["Recheck"];
            recipe: null | components["schemas"]["RecipeSaid"];
            regions: components["schemas"]["FoundRegion"][];
            /** Format: double */
            score: number;
            serial: string | null;
            service_id: components["schemas"]["Id"];
            texts: components["schemas"]["ReadText"][];
            verdict: components["schemas"]["OkOrNg"];
            /** Format: int32 */
            width: number;
        };
        RecoveryCodes: {
            /** @description Each works once in place of a code */
            recovery_codes: string[];
        };
        /** @description A file that was left out, and why. */
        Refusal: {
            code: string;
            detail: string;
            name: string;
        };
        /** @description A marked place of a picture. */
        Region: {
            /** @description What is said of it beside its class, by the names that its class asks */
            attributes?: {
                [key: string]: components["schemas"]["RegionSaid"];
            };
            class_id: components["schemas"]["Id"];
            /**
             * Format: int32
             * @description Regions of the picture with the same number belong together
             */
            group?: number;
            /** @description Chosen by whoever draws; unique within the picture */
            id: string;
            shape: components["schemas"]["RegionShape"];
        };
        /** @description A tick, a number, a text or one of the choices. */
        RegionSaid: boolean | number | string;
        /** @description In pixels of the picture; the origin is the top left corner of the top left pixel. Angles are degrees, clockwise. */
        RegionShape: {
            /** Format: float */
            h: number;
            /** @enum {string} */
            kind: "box";
            /** Format: float */
            w: number;
            /** Format: float */
            x: number;
            /** Format: float */
            y: number;
        } | {
            /** @enum {string} */
            kind: "polygon";
            points: number[][];
        } | {
            /** @enum {string} */
            kind: "brush";
            rle: components["schemas"]["RunLengths"];
        } | {
            /** Format: float */
            angle: number;
            /** Format: float */
            cx: number;
            /** Format: float */
            cy: number;
            /** Format: float */
            h: number;
            /** @enum {string} */
            kind: "rotated";
            /** Format: float */
            w: number;
        } | {
            /** Format: float */
            angle: number;
            /** Format: float */
            cx: number;
            /** Format: float */
            cy: number;
            /** @enum {string} */
            kind: "ellipse";
            /** Format: float */
            rx: number;
            /** Format: float */
            ry: number;
        } | {
            /** @enum {string} */
            kind: "line";
            points: number[][];
            /** Format: float */
            width: number;
        } | {
            /** @enum {string} */
            kind: "points";
            points: number[][];
        } | {
            /** @enum {string} */
            kind: "text";
            points: number[][];
            text: string;
        };
        /** @description Wait until you are let in. */
        Registered: Record<string, never>;
        Registration: {
            mail?: string;
            name: string;
            nickname?: string;
            password: string;
            phone?: string;
        };
        Registries: {
            /** @description Hosts that the server fetches images from; null: from any */
            allowed: string[] | null;
            items: components["schemas"]["Registry"][];
        };
        /** @description An account of yours at a registry of images. What proves it is sealed, and told to nobody. */
        Registry: {
            created_at: components["schemas"]["Time"];
            /**
             * @description Host and port, as images name it
             * @example registry.example.com:5000
             */
            host: string;
            id: components["schemas"]["Id"];
            last_used_at: null | components["schemas"]["Time"];
            /** @description What you are called there */
            login: string;
        };
        RegistryChange: {
            login: string;
            /** @description Password or token */
            secret: string;
        };
        /** @description A picture that would change, as the version has it and as it is. */
        RestoreExample: {
            kept: components["schemas"]["KeptPicture"];
            now_class_id: null | components["schemas"]["Id"];
            /** Format: int32 */
            now_regions: number;
            now_verdict: null | components["schemas"]["GoodOrBad"];
            /** @description It was taken out of the project */
            removed: boolean;
        };
        /** @description What restoring would do. */
        RestorePreview: {
            /**
             * Format: int64
             * @description Pictures that were taken out of the project since, and would come back
             */
            brought_back: number;
            /**
             * Format: int64
             * @description Pictures whose label would become another one
             */
            changed: number;
            /** @description Classes that would be made again */
            classes: string[];
            /** @description The first of those that would change */
            examples: components["schemas"]["RestoreExample"][];
            /**
             * Format: int64
             * @description Pictures of the project that the version does not know; they keep their labels
             */
            later: number;
            /**
             * Format: int64
             * @description Pictures of the version that are not in the project, and stay out
             */
            left_out: number;
            /**
             * Format: int64
             * @description Pictures that are as the version has them
             */
            same: number;
        };
        RestoreResult: {
            /** Format: int64 */
            brought_back: number;
            /** Format: int64 */
            changed: number;
            kept: null | components["schemas"]["Version"];
            /** Format: int64 */
            left_out: number;
            /** Format: int64 */
            same: number;
        };
        RestoreWanted: {
            /** @description Pictures of the version that were taken out of the project come back */
            bring_back?: boolean;
            /** @description Makes a version of what is there now before anything changes */
            keep_now?: boolean;
        };
        /** @description How a deleted project comes back. */
        RestoredProject: {
            /** @description Another name, where its own was given to another project meanwhile */
            name?: string | null;
        };
        /** @description What was finished first, beside what was accepted in the end; over the newest 2,000 accepted pictures of a task. */
        ReviewAgreement: {
            /**
             * Format: double
             * @description Of all places that either marked, how much both did with the same class; places are the same from an overlap (IoU) of 0.5 on
             */
            f1: number;
            /**
             * Format: double
             * @description Cohen's kappa of verdict and class of whole pictures; null: all are alike, so that nothing can be told from chance
             */
            kappa: number | null;
            /**
             * Format: double
             * @description Mean overlap (IoU) of places that both marked; null: there are none
             */
            overlap: number | null;
            /** Format: int64 */
            pictures: number;
        };
        /** @description Finished pictures that are accepted or sent back together. */
        ReviewBatch: {
            /** Format: int64 */
            accept: number;
            /** @description Null: not decided, or given up */
            accepted: boolean | null;
            /** Format: double */
            aql: number;
            created_at: components["schemas"]["Time"];
            ended_at: null | components["schemas"]["Time"];
            /** Format: int64 */
            faulty: number;
            level: components["schemas"]["InspectionLevel"];
            /** Format: int64 */
            reviewed: number;
            /** Format: int64 */
            sample: number;
            /** Format: int64 */
            size: number;
        };
        /** @enum {string} */
        ReviewVerdict: "accept" | "send_back";
        RightFrom: {
            group: null | components["schemas"]["GroupRef"];
            role: components["schemas"]["RoleRef"];
        };
        Role: {
            created_at: components["schemas"]["Time"];
            description: string;
            /** Format: int64 */
            groups: number;
            id: components["schemas"]["Id"];
            key: string | null;
            kind: components["schemas"]["RoleKind"];
            name: string;
            /** @description As ticked; of a preset all that it gives */
            permissions: string[];
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description Who has it, without those who have it through a group
             */
            users: number;
        };
        RoleAction: {
            action: components["schemas"]["RoleActionName"];
            ids: components["schemas"]["Id"][];
        };
        /** @enum {string} */
        RoleActionName: "delete";
        /** @description What is left out stays. */
        RoleChange: {
            description?: string | null;
            name?: string | null;
            permissions?: string[] | null;
        };
        /** @enum {string} */
        RoleKind: "preset" | "custom";
        /** @description A role as it is named beside others. */
        RoleRef: {
            id: components["schemas"]["Id"];
            /**
             * @description Of a preset one
             * @example administrator
             */
            key: string | null;
            name: string;
        };
        /** @description What is wrong with one row. */
        RowProblem: {
            code: string;
            field: string;
            /** @description From 0 */
            index: number;
        };
        /** @description What a dry run says of one thing. */
        RowsAnswer: {
            rows: components["schemas"]["RowProblem"][];
        };
        /** @description A mask, row by row: lengths of runs, in turn outside and inside, the first outside. */
        RunLengths: {
            counts: number[];
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            width: number;
        };
        /** @description A version that has run on this data. */
        RunVersion: {
            /** @description Since when */
            at: components["schemas"]["Time"];
            version: string;
        };
        RunningJob: {
            id: components["schemas"]["Id"];
            name: string;
            project_id: null | components["schemas"]["Id"];
        };
        /** @description A single sampling plan of ISO 2859-1, normal inspection. */
        SamplingPlan: {
            /**
             * Format: int32
             * @description With so many faulty ones the batch is still accepted
             */
            accept: number;
            /** @description The standard's code letter */
            letter: string;
            /**
             * Format: int64
             * @description Pictures that are looked at
             */
            sample: number;
        };
        /**
         * @description What is inspected, which decides what the pages offer.
         * @enum {string}
         */
        Scene: "free" | "foreign_object" | "classification" | "segmentation" | "detection" | "glue" | "components" | "text" | "compare";
        ScoredBox: {
            /** @description Left, top, width, height in pixels */
            bbox: number[];
            /** @description Empty: of a class that the model was not taught */
            class: string;
            /**
             * Format: double
             * @description Null: marked by people
             */
            score: number | null;
        };
        SecondFactor: {
            on: boolean;
            /** Format: int32 */
            recovery_codes_left: number;
        };
        /** @description A chessboard in a picture. */
        SeenChessboard: {
            /**
             * Format: int32
             * @description Inner corners of a row
             */
            columns: number;
            /** Format: double */
            mm_per_px: number;
            /** Format: int32 */
            rows: number;
            /**
             * Format: double
             * @description How much its squares differ, as a share
             */
            spread: number;
        };
        /** @description A model at work. */
        Service: {
            /** @example /api/v1/services/…/infer */
            address: string;
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            /** @description Parts of its pictures that do not matter, by name: what is found with its middle in one does not count */
            ignored: {
                [key: string]: components["schemas"]["IgnoredPart"];
            };
            job_id: null | components["schemas"]["Id"];
            keep: components["schemas"]["Keep"];
            model_id: components["schemas"]["Id"];
            /** Format: int32 */
            model_number: number;
            name: string;
            project_id: components["schemas"]["Id"];
            state: components["schemas"]["JobState"];
            virtual_cluster_id: null | components["schemas"]["Id"];
        };
        /** @description What is left out stays as it is. */
        ServiceChange: {
            /** @description Parts of its pictures that do not matter, by name; none: all matters. Holds from the next picture on */
            ignored?: {
                [key: string]: components["schemas"]["IgnoredPart"];
            } | null;
            keep?: null | components["schemas"]["Keep"];
            model_id?: null | components["schemas"]["Id"];
            name?: string | null;
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        ServiceStats: {
            now: components["schemas"]["StatsNow"];
            points: components["schemas"]["StatsPoint"][];
            /** Format: int64 */
            window_s: number;
        };
        Session: {
            address: string;
            created_at: components["schemas"]["Time"];
            /** @description The one that asks */
            current: boolean;
            /** @example Firefox on Linux */
            device: string;
            expires_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            last_seen_at: components["schemas"]["Time"];
        };
        /** @description What holds for the whole house. */
        Settings: {
            /**
             * Format: int32
             * @description Null: for ever
             */
            audit_retention_days: number | null;
            /**
             * Format: int32
             * @description A session unused for so long is over
             *     Days that the log and the work folder of a deleted job are kept
             */
            job_retention_days: number;
            /** @description Parts of the product, and whether they are there */
            modules: components["schemas"]["ModuleSwitch"][];
            product_name: string;
            /** @description Whose turn it is in the queue of jobs */
            queue_order: components["schemas"]["QueueOrder"];
            /**
             * Format: int32
             * @description Pictures of the line that nobody takes into the data go after so many; null: never
             */
            raw_picture_days: number | null;
            self_registration: boolean;
            /** Format: int32 */
            session_hours: number;
        };
        /** @description What is left out stays. */
        SettingsChange: {
            /**
             * Format: int32
             * @description Null: for ever
             */
            audit_retention_days?: number | null;
            /** Format: int32 */
            job_retention_days?: number | null;
            /** @description Names of the modules that are not to be there; all others are */
            modules_off?: string[] | null;
            product_name?: string | null;
            queue_order?: null | components["schemas"]["QueueOrder"];
            /**
             * Format: int32
             * @description Null: for ever
             */
            raw_picture_days?: number | null;
            self_registration?: boolean | null;
            /** Format: int32 */
            session_hours?: number | null;
        };
        Setup: {
            /** @description There is no administrator yet; the server printed the link that creates one. */
            needed: boolean;
        };
        SetupUse: {
            name: string;
            password: string;
            /** @description From the link that the server printed */
            token: string;
        };
        ShapeCount: {
            /** Format: int64 */
            regions: number;
            shape: components["schemas"]["ShapeKind"];
        };
        /** @enum {string} */
        ShapeKind: "box" | "polygon" | "brush" | "rotated" | "ellipse" | "line" | "points" | "text";
        /** @description A way into a job of somebody else, who let you in. */
        SharedEndpoint: {
            endpoint: string;
            expires_at: components["schemas"]["Time"];
            job_id: components["schemas"]["Id"];
            job_name: string;
            job_state: components["schemas"]["JobState"];
            kind: components["schemas"]["EndpointKind"];
            /** @description Name of the job's owner */
            owner: string | null;
        };
        SharedEndpoints: {
            items: components["schemas"]["SharedEndpoint"][];
        };
        SimilarPicture: {
            /**
             * Format: float
             * @description 1: the same
             */
            likeness: number;
            picture: components["schemas"]["Picture"];
        };
        SizeFigure: {
            /** Format: int32 */
            bin: number;
            /** Format: int32 */
            height: number | null;
            /** Format: int64 */
            pictures: number;
            /** Format: int32 */
            width: number | null;
        };
        /** @description How a project's pictures are parted. */
        Split: {
            counts: components["schemas"]["SplitCount"][];
            rule: null | components["schemas"]["SplitRule"];
        };
        /** @enum {string} */
        SplitBy: "random" | "class" | "folder" | "pattern" | "column";
        /** @description Pictures of one kind in the parts. */
        SplitCount: {
            class_id: null | components["schemas"]["Id"];
            /**
             * Format: int64
             * @description In no part yet
             */
            none: number;
            /** Format: int64 */
            test: number;
            /** Format: int64 */
            train: number;
            /** Format: int64 */
            validation: number;
            verdict: null | components["schemas"]["GoodOrBad"];
        };
        SplitGroup: {
            key: string;
            /** Format: int64 */
            pictures: number;
        };
        /** @description What a rule would do. */
        SplitPreview: {
            counts: components["schemas"]["SplitCount"][];
            /**
             * Format: int64
             * @description How many groups stay together; null where each picture is for itself
             */
            groups: number | null;
            /** @description The largest of them */
            largest: components["schemas"]["SplitGroup"][];
            /**
             * Format: int64
             * @description Pictures that would go from one part into another
             */
            moved: number;
            /**
             * Format: int64
             * @description Pictures in whose names the expression finds nothing, or of which the column says nothing; each is for itself
             */
            unmatched: number;
            /** @description Names of some of those */
            unmatched_names: string[];
        };
        /** @description By what rule pictures are parted. */
        SplitRule: {
            by: components["schemas"]["SplitBy"];
            /** @description Its name, where one decides */
            column: string | null;
            /**
             * @description A regular expression; what its first group finds in the name with its folders, or else all that it finds, tells
             *     what stays together. Only where names decide, or, of what it says, a column
             */
            pattern: string | null;
            /** Format: double */
            test: number;
            /** Format: double */
            validation: number;
        };
        SplitWanted: {
            by: components["schemas"]["SplitBy"];
            /** @description With `by` `column`; with a `pattern` what that finds in the column decides */
            column?: string | null;
            pattern?: string | null;
            /** @description Deals anew, even where the rule stays */
            reshuffle?: boolean;
            /** Format: double */
            test: number;
            /** Format: double */
            validation: number;
        };
        /** @description The server's port for SSH. */
        SshDoor: {
            /** @description Of the host key, `SHA256:…` */
            fingerprint: string | null;
            /**
             * Format: int32
             * @description Null: the server takes no SSH
             */
            port: number | null;
            /** @description The host key, as it stands in a file of known hosts behind the name */
            public_key: string | null;
        };
        /** @description A public key by which you come into your jobs by SSH. */
        SshKey: {
            /** Format: int32 */
            bits: number;
            created_at: components["schemas"]["Time"];
            /** @description `SHA256:…`, as `ssh-keygen -l` tells it */
            fingerprint: string;
            id: components["schemas"]["Id"];
            /** @description Such as `ssh-ed25519` */
            kind: string;
            last_used_at: null | components["schemas"]["Time"];
            name: string;
        };
        SshKeys: {
            items: components["schemas"]["SshKey"][];
        };
        /** @description Of a version, or of a project at one moment. */
        Statistics: {
            created_at: components["schemas"]["Time"];
            created_by: string | null;
            /**
             * Format: int64
             * @description Pictures that were looked at
             */
            done: number;
            ended_at: null | components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            project_id: components["schemas"]["Id"];
            result: null | components["schemas"]["StatisticsResult"];
            state: components["schemas"]["StatisticsState"];
            /** Format: int64 */
            total: number;
            version_id: null | components["schemas"]["Id"];
        };
        /** @description All figures. To see the pictures of one, ask for the project's pictures with `statistics`, `facet` and `bin`. */
        StatisticsResult: {
            /** @description Width of a region's box against its height; class n begins at 2^(n / 3 - 4) */
            aspect: number[];
            /** @description Mean grey value from 0 to 256, in 24 equal classes */
            brightness: number[];
            by_class: components["schemas"]["ClassFigures"][];
            /** Format: int64 */
            bytes: number;
            /** @description Side of a region's box against the picture's; class n begins at 2^(n / 3) / 256 */
            extent: number[];
            /** Format: int64 */
            labelled: number;
            /** Format: int64 */
            leak_pictures: number;
            /**
             * Format: int64
             * @description Of the groups, those that are both learnt from and judged by
             */
            leaks: number;
            /** @description Groups of nearly the same picture, the largest first, at most 200 */
            near: components["schemas"]["NearGroup"][];
            /**
             * Format: int64
             * @description Pictures whose features were known, so that they were also held against those that are alike by them
             */
            near_described: number;
            /** Format: int64 */
            near_groups: number;
            /**
             * Format: int64
             * @description Pictures that were not held against the others, since there are too many
             */
            near_left_out: number;
            /** Format: int64 */
            near_pictures: number;
            /**
             * Format: int64
             * @description Pairs that are alike by features and were not looked at closely, since there are too many
             */
            near_unseen: number;
            /** @description Linked pictures that their storage did not have, which are not among those */
            out_of_reach: components["schemas"]["OutOfReach"][];
            /** Format: int64 */
            pictures: number;
            /** @description How many regions have their middle in each of 32 × 32 cells, row by row */
            place: number[];
            /** @description The same of single classes */
            place_by_class: components["schemas"]["ClassPlaces"][];
            /** Format: int64 */
            regions: number;
            /** @description Variance of the Laplacian at a thousand pixels; class n begins at 0.25 × 2^(n / 1.5) */
            sharpness: number[];
            /** @description Sizes in pixels; all beyond the 24th are counted together, without a width */
            sizes: components["schemas"]["SizeFigure"][];
            /**
             * Format: int64
             * @description Here, but no whole pictures
             */
            unreadable: number;
        };
        /** @enum {string} */
        StatisticsState: "running" | "done" | "cancelled" | "failed";
        StatisticsWanted: {
            version_id?: null | components["schemas"]["Id"];
        };
        StatsNow: {
            /** Format: int64 */
            in_flight: number;
            /** Format: int64 */
            queue: number;
        };
        StatsPoint: {
            at: components["schemas"]["Time"];
            /** Format: int64 */
            errors: number;
            /** Format: double */
            mean_ms: number | null;
            /** Format: double */
            p50_ms: number | null;
            /** Format: double */
            p99_ms: number | null;
            /** Format: int64 */
            rejected: number;
            /** Format: int64 */
            requests: number;
        };
        /** @enum {string} */
        StepName: "collect" | "annotate" | "train" | "publish" | "deploy" | "inspect";
        /** @enum {string} */
        StepState: "todo" | "doing" | "done";
        /** @description How far the project is on its way from pictures to verdicts. */
        Steps: {
            annotate: components["schemas"]["AnnotateStep"];
            collect: components["schemas"]["CollectStep"];
            deploy: components["schemas"]["DeployStep"];
            inspect: components["schemas"]["InspectStep"];
            /** @description What to do next */
            next: components["schemas"]["StepName"];
            publish: components["schemas"]["PublishStep"];
            train: components["schemas"]["TrainStep"];
        };
        /** @description The disk on which the server keeps its data, and what is yours of it. */
        Storage: {
            /**
             * Format: int64
             * @description Of your own folder, which jobs share; null: too many files to be counted
             */
            home_bytes: number | null;
            /**
             * Format: int64
             * @description Most that they may be; null: no limit of your own
             */
            own_quota_bytes: number | null;
            /**
             * Format: int64
             * @description Bytes of pictures in projects that you made, also of those in the bin, without linked ones
             */
            own_used_bytes: number;
            /** Format: int64 */
            total_bytes: number;
            /** Format: int64 */
            used_bytes: number;
            /**
             * Format: int64
             * @description Of the work folders of your newest 200 commands; null: too many files to be counted
             */
            work_bytes: number | null;
        };
        /** @description A part of a folder of a storage. */
        StorageFiles: {
            items: components["schemas"]["WorkFile"][];
            /** @description Give it as `cursor` for what follows; null at the end */
            next: string | null;
            path: string;
            /**
             * Format: int64
             * @description Of the folder; a bucket does not tell, so of one it is how many were told so far
             */
            total: number;
        };
        /** @description What to take from a storage. */
        StorageImport: {
            /** @description How labels are laid out, as of an import that is sent; left out: that is found by what lies there */
            format?: string | null;
            /** @description Leave pictures there and only link to them */
            link?: boolean;
            /** @description A folder or a file below it; empty: all of it */
            path?: string;
            storage: string;
            /** @description Pictures of which label files do not speak are good; else nothing is said of them */
            unmentioned_good?: boolean;
        };
        Storages: {
            items: components["schemas"]["MountedStorage"][];
        };
        TagCount: {
            name: string;
            /** Format: int64 */
            pictures: number;
        };
        /** @description Words to put to pictures, and others to take away. */
        TagsWanted: {
            add?: string[];
            found?: null | components["schemas"]["PicturesWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
            remove?: string[];
        };
        /**
         * @description What becomes the picture's label.
         * @enum {string}
         */
        Take: "first" | "second" | "both";
        TakeRaw: {
            /** @description What a machine called OK becomes good, NG bad */
            flags?: boolean;
            found?: null | components["schemas"]["RawWanted"];
            /** @description These pictures, or `found` */
            ids?: components["schemas"]["Id"][];
        };
        /** @description What became of pictures that were taken into the data. */
        TakenRaw: {
            /**
             * Format: int64
             * @description New pictures
             */
            added: number;
            /**
             * Format: int64
             * @description Pictures that the project had already
             */
            duplicates: number;
            /**
             * Format: int64
             * @description Pictures that got a label
             */
            labelled: number;
            /**
             * Format: int64
             * @description Still to be taken: a request takes 10,000
             */
            left: number;
            /** @description Places that became no label */
            left_out: components["schemas"]["RawLeftOut"][];
        };
        /** @enum {string} */
        Task: "anomaly" | "classify" | "segment" | "detect" | "components" | "glue" | "read" | "compare";
        /** @description A task's sampling review. */
        TaskBatch: {
            batch: null | components["schemas"]["ReviewBatch"];
            plan: null | components["schemas"]["SamplingPlan"];
            /**
             * Format: int64
             * @description Pictures that wait for a reviewer
             */
            waiting: number;
        };
        /** @description One picture of a task. */
        TaskPicture: {
            done_at: null | components["schemas"]["Time"];
            /** @description The oldest first */
            notes: components["schemas"]["Note"][];
            picture: components["schemas"]["Picture"];
            /**
             * Format: int32
             * @description Its number within the task, from 0
             */
            position: number;
            /**
             * Format: int64
             * @description Time of work on it
             */
            seconds: number;
            /**
             * Format: int64
             * @description How often it was sent back
             */
            sent_back: number;
            state: components["schemas"]["PieceState"];
            /** @description Two label it apart from each other; the picture then tells what this one says */
            twofold: boolean;
            user: string | null;
            user_id: null | components["schemas"]["Id"];
            /** @description It went back since too many of its batch were faulty, without having been looked at */
            with_batch: boolean;
        };
        /** @description How far a task is. */
        TaskProgress: {
            ends_at: null | components["schemas"]["Time"];
            people: components["schemas"]["PersonProgress"][];
        };
        /** @description What an annotator needs to know of the project. */
        TaskProject: {
            classes: components["schemas"]["Class"][];
            id: components["schemas"]["Id"];
            name: string;
            scene: components["schemas"]["Scene"];
        };
        /** @description A job file to begin from. */
        Template: {
            changed_at: null | components["schemas"]["Time"];
            created_at: null | components["schemas"]["Time"];
            description: string;
            id: components["schemas"]["Id"];
            /** @description Your form begins with it */
            is_default: boolean;
            /** @description Whether you may change and delete it */
            may_change: boolean;
            /** @description Of a preset, its key; pages have a name for it */
            name: string;
            /** @description Name of who made it; null: they are gone, or it is a preset */
            owner: string | null;
            /** @description What the form asks for */
            parameters: components["schemas"]["JobParameter"][];
            /** Format: int64 */
            revision: number;
            scope: components["schemas"]["TemplateScope"];
            virtual_cluster: null | components["schemas"]["ClusterRef"];
        };
        /** @description What is left out stays as it is. */
        TemplateChange: {
            description?: string | null;
            file?: string | null;
            name?: string | null;
            scope?: null | components["schemas"]["TemplateScope"];
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        /** @description A template with its job file. */
        TemplateDetail: components["schemas"]["Template"] & {
            /** @description YAML */
            file: string;
        };
        /** @description A job of a template. */
        TemplateJob: {
            /** @description Values of its parameters by name; those left out have the usual */
            values?: {
                [key: string]: string;
            };
        };
        /**
         * @description Who sees a template.
         * @enum {string}
         */
        TemplateScope: "mine" | "team" | "all" | "preset";
        /** @description A line of text that is bent along a circle: three points on its middle, and how high it is, in pixels. */
        TextArc: {
            end: number[];
            /** Format: float */
            height: number;
            /** @description Anywhere between */
            middle: number[];
            /** @description Where it begins, as it is read: x and y */
            start: number[];
        };
        TextCheck: {
            /** @description `pattern`, `gs1`, `imei`, `mod10`, `mod11`, `mod37`, `date` or `equals` */
            check: string;
            fault: null | components["schemas"]["TextFault"];
            ok: boolean;
        };
        TextFault: {
            /** @description Of a check sign or a text: what would have to stand there */
            expected: string | null;
            kind: string;
        };
        /** @description What is read in a project. */
        TextPlan: {
            /** @description The only signs that can stand there, such as `0-9A-Z/` */
            alphabet?: string | null;
            /** @description Lines that are bent along a circle */
            arcs?: components["schemas"]["TextArc"][];
            /**
             * @description `gs1`, `imei`, `mod10`, `mod11`, `mod37`, `date:YYYY-MM-DD` or `date:FORMAT:FROM..TO` with days such as `2026-05-31`, `today`
             *     or `today-30`, one of which may be left out
             */
            checks?: string[];
            /** @description The text that must stand there, where none is told with a picture */
            expected?: string | null;
            /** @description Regular expression that a text must fit as a whole */
            pattern?: string | null;
            /** @description The picture that it was drawn on */
            picture_id: components["schemas"]["Id"];
            /** @description Boxes of left, top, width, height in pixels that hold a line each; without any, lines are looked for */
            regions?: number[][];
            /** @description Ways to look at what cannot be read surely */
            tries?: components["schemas"]["TextTry"][];
            /** @description Ways that a line may be turned, in degrees (0, 90, 180, 270), the usual one first; empty: 0 and 180 */
            turns?: number[];
        };
        /** @enum {string} */
        TextTry: "inverted" | "stretched" | "soft" | "dots" | "engraved";
        TileLevel: {
            /** Format: int32 */
            columns: number;
            /**
             * Format: int32
             * @description Number of its first piece
             */
            first: number;
            /** Format: int32 */
            height: number;
            /** Format: int32 */
            rows: number;
            /** Format: int32 */
            width: number;
        };
        /** @description How a large picture is cut to pieces. */
        Tiles: {
            /** @description From the picture's own size on, each half of the one before, down to one piece */
            levels: components["schemas"]["TileLevel"][];
            /**
             * Format: int32
             * @description Of a piece, in pixels; those at the right and at the bottom may be smaller
             */
            side: number;
        };
        /** Format: date-time */
        Time: string;
        /** @description How many pictures there are to hand out. */
        ToHandOut: {
            /**
             * Format: int64
             * @description Of these part of open work already, so that they are left out
             */
            at_work: number;
            /** Format: int64 */
            found: number;
        };
        ToPrelabel: {
            /**
             * Format: int64
             * @description Pictures without labels that fulfil this
             */
            pictures: number;
        };
        /** @description A key for programs. */
        Token: {
            created_at: components["schemas"]["Time"];
            expires_at: null | components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            last_used_at: null | components["schemas"]["Time"];
            name: string;
            project_id: null | components["schemas"]["Id"];
            project_name: string | null;
            /** @description Null: all that the owner may */
            scopes: string[] | null;
        };
        TokenWithSecret: components["schemas"]["Token"] & {
            /**
             * @description Told only this once
             * @example fovea_…
             */
            secret: string;
        };
        TrainStep: {
            /** Format: int64 */
            jobs: number;
            running_job: null | components["schemas"]["Id"];
            state: components["schemas"]["StepState"];
        };
        /** @description What came of a try. */
        TrialResult: {
            /** @description Names of the texts that it asks for */
            asked: string[];
            /** Format: double */
            decode_ms: number;
            fault: null | components["schemas"]["RecipeFault"];
            /** Format: int32 */
            height: number;
            /** @description A text that it asks for and was not given */
            not_given: string | null;
            /** @description A newer try of the desk came meanwhile */
            outdated: boolean;
            reasons: components["schemas"]["RecipeReason"][];
            /** Format: double */
            run_ms: number;
            /** @description Each step as `fovea recipe run --json` tells it */
            steps: Record<string, never>[];
            verdict: null | components["schemas"]["RecipeVerdict"];
            /** Format: int32 */
            width: number;
        };
        Undone: {
            /** Format: int64 */
            changed: number;
            /**
             * Format: int64
             * @description Pictures that were changed again since, that somebody works on, or that are gone
             */
            left_out: number;
        };
        User: {
            /** @description The first administrator, who stays */
            built_in: boolean;
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Most bytes of pictures in the projects that they made; null: no limit of their own
             */
            data_quota_bytes: number | null;
            groups: components["schemas"]["GroupRef"][];
            id: components["schemas"]["Id"];
            /** @description `zh-CN`, `en`, or empty: as the browser says */
            language: string;
            last_login_at: null | components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Of one of their jobs; null: no end but the virtual cluster's
             */
            longest_run_s: number | null;
            mail: string;
            must_change_password: boolean;
            name: string;
            nickname: string;
            note: string;
            phone: string;
            /** Format: int64 */
            revision: number;
            /** @description Their own, without those of their groups */
            roles: components["schemas"]["RoleRef"][];
            second_factor: boolean;
            state: components["schemas"]["UserState"];
        };
        UserAction: {
            action: components["schemas"]["UserActionName"];
            group_ids?: components["schemas"]["Id"][];
            ids: components["schemas"]["Id"][];
            role_ids?: components["schemas"]["Id"][];
            /** @description Of `remove_groups`: stop jobs in virtual clusters that one was in by these groups alone; else they are told (`vc.jobs_run`) */
            stop_jobs?: boolean;
            transfer_to?: null | components["schemas"]["Id"];
        };
        /** @enum {string} */
        UserActionName: "delete" | "lock" | "unlock" | "add_groups" | "remove_groups" | "add_roles" | "remove_roles";
        /** @description What is left out stays. */
        UserChange: {
            /**
             * Format: int64
             * @description Most bytes of pictures in the projects that they made; null: no limit of their own
             */
            data_quota_bytes?: number | null;
            group_ids?: components["schemas"]["Id"][] | null;
            language?: string | null;
            /**
             * Format: int64
             * @description Of one of their jobs; null: no end but the virtual cluster's
             */
            longest_run_s?: number | null;
            mail?: string | null;
            name?: string | null;
            nickname?: string | null;
            note?: string | null;
            phone?: string | null;
            /** @description All of them, in place of those there were */
            role_ids?: components["schemas"]["Id"][] | null;
            /** @description Stop jobs in virtual clusters that they were in by groups alone; else they are told and nothing is changed */
            stop_jobs?: boolean;
            virtual_cluster_id?: null | components["schemas"]["Id"];
        };
        UserCode: {
            user_code: string;
        };
        UserDetail: components["schemas"]["User"] & {
            /**
             * Format: int64
             * @description Bytes of pictures in the projects that they made, also of those in the bin, without linked ones
             */
            data_used_bytes: number;
            invitation_expires_at?: null | components["schemas"]["Time"];
            /** @description Each right with every way it comes */
            rights: components["schemas"]["ExplainedRight"][];
        };
        /** @enum {string} */
        UserState: "active" | "locked" | "invited" | "waiting";
        /** @description The pictures and labels of a project as they were at one moment; what it holds never changes. */
        Version: {
            by_class: components["schemas"]["ClassCount"][];
            /**
             * Format: int64
             * @description Of all files together
             */
            bytes: number;
            created_at: components["schemas"]["Time"];
            /** @description Who made it, while they are there */
            created_by: string | null;
            /**
             * Format: int64
             * @description Pictures kept out of training, to judge models by
             */
            held_back: number;
            id: components["schemas"]["Id"];
            /** Format: int64 */
            labelled: number;
            note: string;
            /**
             * Format: int32
             * @description Counts up within the project
             */
            number: number;
            /** @description By what ways its pictures came, most first */
            origins: components["schemas"]["VersionOrigin"][];
            /** Format: int64 */
            pictures: number;
            project_id: components["schemas"]["Id"];
            published_at: null | components["schemas"]["Time"];
            published_by: string | null;
            /** Format: int64 */
            revision: number;
            /** @description The project's, when it was made */
            scene: components["schemas"]["Scene"];
            split: null | components["schemas"]["SplitRule"];
            tags: string[];
            /** @description Tasks that its labels can teach, what says most first; components, glue and golden pictures are of plans, which no label tells */
            tasks: components["schemas"]["Task"][];
            /**
             * Format: int64
             * @description Pictures that trainings choose thresholds by and do not learn from
             */
            validation: number;
        };
        /** @description What is left out stays. */
        VersionChange: {
            note?: string | null;
            /** @description At most 20, each of at most 40 signs */
            tags?: string[] | null;
        };
        /** @description Labelled pictures of one class in the parts of a version. */
        VersionCount: {
            class_id: null | components["schemas"]["Id"];
            colour: string | null;
            good: boolean;
            /** @description As it was called then */
            name: string | null;
            /** Format: int64 */
            test: number;
            /** Format: int64 */
            train: number;
            /** Format: int64 */
            validation: number;
        };
        /** @description What is different between two versions, in numbers of pictures. */
        VersionDifference: {
            /** Format: int64 */
            added: number;
            /** @description Pictures of the kind that was asked for */
            items: components["schemas"]["PictureDifference"][];
            /** Format: int64 */
            label_added: number;
            /** Format: int64 */
            label_changed: number;
            /** Format: int64 */
            label_removed: number;
            /** Format: int64 */
            moved: number;
            /** @description Give it as `cursor` for those after these; null at the end */
            next: string | null;
            /** Format: int64 */
            removed: number;
            /** Format: int64 */
            same: number;
            /**
             * Format: int64
             * @description Of the kind that was asked for
             */
            total: number;
        };
        /** @description What a version holds in numbers, and what came of it. */
        VersionFacts: {
            counts: components["schemas"]["VersionCount"][];
            /** @description The newest; null without the right to see models */
            models: components["schemas"]["VersionModel"][] | null;
            /** Format: int64 */
            models_total: number;
            /**
             * Format: int64
             * @description Marked places
             */
            regions: number;
            /** @description The newest; null without the right to see jobs */
            trainings: components["schemas"]["VersionTraining"][] | null;
            /**
             * Format: int64
             * @description How many there are
             */
            trainings_total: number;
        };
        VersionModel: {
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            name: string;
            /** Format: int32 */
            number: number;
            stage: components["schemas"]["ModelStage"];
        };
        /** @description Pictures that came by one way. */
        VersionOrigin: {
            /** @description How the labels of their imports were laid out, such as `coco`; null: those brought none, or there was no import */
            format: string | null;
            /** Format: int64 */
            pictures: number;
            source: components["schemas"]["PictureSource"];
        };
        /** @description A picture as it was when the version was made. */
        VersionPicture: {
            class_id: null | components["schemas"]["Id"];
            columns: {
                [key: string]: string;
            };
            hash: string;
            /** Format: int32 */
            height: number;
            held_back: boolean;
            name: string;
            part: null | components["schemas"]["Part"];
            picture_id: components["schemas"]["Id"];
            regions: components["schemas"]["Region"][];
            /** @description That it had when the version was made */
            tags: string[];
            verdict: null | components["schemas"]["GoodOrBad"];
            /** Format: int32 */
            width: number;
        };
        VersionTraining: {
            created_at: components["schemas"]["Time"];
            id: components["schemas"]["Id"];
            model_id: null | components["schemas"]["Id"];
            name: string;
            state: components["schemas"]["JobState"];
        };
        /** @description A share of the devices, with the people who may use it. */
        VirtualCluster: {
            /** @description Whether you may change its members */
            administers: boolean;
            /** @description Its preemptible jobs may use what others lend; they make room when that is wanted back */
            borrows: boolean;
            created_at: components["schemas"]["Time"];
            /**
             * Format: int64
             * @description Most bytes of pictures, in projects of users who work in it when they say nothing else; null: no limit
             */
            data_quota_bytes: number | null;
            /**
             * Format: int64
             * @description Bytes of such pictures, also of those in the bin, without linked ones
             */
            data_used_bytes: number;
            description: string;
            /**
             * Format: int64
             * @description Most that a job may keep on the disk, and what it has that says nothing; null: no limit
             */
            disk_mib: number | null;
            groups: components["schemas"]["GroupRef"][];
            id: components["schemas"]["Id"];
            /**
             * Format: int64
             * @description A job that used nothing for so long is paused, after the warning; null: none is
             */
            idle_pause_s: number | null;
            /**
             * Format: int64
             * @description The owner of a job that used nothing for so long is warned; null: nobody is
             */
            idle_warn_s: number | null;
            /**
             * Format: int64
             * @description Jobs that have not ended
             */
            jobs: number;
            /** @description What it does not use, preemptible jobs of others that borrow may */
            lends: boolean;
            /**
             * Format: int64
             * @description Of one job; null: no end
             */
            longest_run_s: number | null;
            /**
             * Format: int64
             * @description Everybody in it, once
             */
            members: number;
            name: string;
            /** @description Everybody is a member, also who comes later */
            open: boolean;
            quotas: components["schemas"]["QuotaUse"][];
            /** Format: int64 */
            revision: number;
            /**
             * Format: int64
             * @description Members that are named one by one
             */
            users: number;
            /**
             * Format: int32
             * @description Its users' part beside the others', where the order of the queue is by fair share
             */
            weight: number;
            /** @description Its jobs may change the folder of data that the server shares with those that mount it */
            writes_data: boolean;
        };
        /** @description What is left out stays; the name stays always. */
        VirtualClusterChange: {
            borrows?: boolean | null;
            /**
             * Format: int64
             * @description Null: no limit
             */
            data_quota_bytes?: number | null;
            description?: string | null;
            /**
             * Format: int64
             * @description Null: no limit
             */
            disk_mib?: number | null;
            /**
             * Format: int64
             * @description Null: no idle job is paused
             */
            idle_pause_s?: number | null;
            /**
             * Format: int64
             * @description Null: nobody is warned of an idle job
             */
            idle_warn_s?: number | null;
            lends?: boolean | null;
            /**
             * Format: int64
             * @description Null: no end
             */
            longest_run_s?: number | null;
            open?: boolean | null;
            /** @description All of them, in place of those there were */
            quotas?: components["schemas"]["Quota"][] | null;
            /** @description Of whoever is no member then: stop their jobs; else they are told and nothing is changed */
            stop_jobs?: boolean;
            /** Format: int32 */
            weight?: number | null;
            writes_data?: boolean | null;
        };
        WaitingDevice: {
            address: string;
            created_at: components["schemas"]["Time"];
            expires_at: components["schemas"]["Time"];
            name: string;
        };
        /** @description Something in a job's work folder. */
        WorkFile: {
            /** Format: int64 */
            bytes: number;
            changed_at: components["schemas"]["Time"];
            /** @description Another one as soon as it is written anew; to be given as If-Match */
            etag: string;
            executable: boolean;
            kind: components["schemas"]["WorkKind"];
            name: string;
            /** @description The way from the work folder. Bytes that are no UTF-8 stand as `\xff` */
            path: string;
            /** @description Of a link: what it says */
            target: string | null;
        };
        /** @description A part of a folder, and the folder itself. */
        WorkFiles: {
            items: components["schemas"]["WorkFile"][];
            /** @description Give it as `cursor` for what follows; null at the end */
            next: string | null;
            path: string;
            /** @description Where the job itself sees the work folder */
            seen_as: string;
            /** Format: int64 */
            total: number;
        };
        /** @enum {string} */
        WorkFilter: "open" | "sent_back" | "done" | "accepted" | "none";
        /** @enum {string} */
        WorkKind: "file" | "folder" | "link" | "other";
        WorkMove: {
            from: string;
            to: string;
        };
        /** @description A part of a file as text. */
        WorkText: {
            /** @description It is no text: nothing is shown */
            binary: boolean;
            /**
             * Format: int64
             * @description Of the whole file
             */
            bytes: number;
            /** @description It is the whole file, and what is written back is what was there */
            editable: boolean;
            etag: string;
            /**
             * Format: int64
             * @description First byte that is shown
             */
            from: number;
            /**
             * Format: int64
             * @description Behind the last; give it as `from` for what follows. Null at the end
             */
            next: number | null;
            path: string;
            text: string;
        };
        /** @description A file that comes in parts. */
        WorkUpload: {
            /** Format: int64 */
            bytes: number;
            file: null | components["schemas"]["WorkFile"];
            id: components["schemas"]["Id"];
            path: string;
            /**
             * Format: int64
             * @description Bytes that are there: the next part begins here
             */
            received: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
