"use strict";

const soajs = require("soajs");

const service = new soajs.server.service({
    type: "service",
    subType: "soajs",
    description: "Says who calls",
    serviceName: "orders",
    serviceVersion: "2",
    serviceGroup: "Shop",
    servicePort: 4012,
    requestTimeout: 30,
    requestTimeoutRenewal: 0,
    oauth: true,
    extKeyRequired: true,
    urac: true,
    urac_Profile: true,
    urac_ACL: true,
    urac_Config: true,
    urac_GroupConfig: true,
    tenant_Profile: true,
    provision_ACL: true,
    maintenance: { port: { type: "maintenance" }, readiness: "/heartbeat" },
    errors: {},
    schema: {}
});

service.init(() => {
    service.get("/who", (req, res) => {
        res.json(req.soajs.buildResponse(null, {
            tenant: req.soajs.tenant,
            urac: req.soajs.urac,
            config: req.soajs.servicesConfig,
            custom: Object.keys(req.soajs.registry.custom),
            environment: req.soajs.registry.environment
        }));
    });
    service.start((error) => console.log(error ? "failed: " + error.message : "serving"));
});
